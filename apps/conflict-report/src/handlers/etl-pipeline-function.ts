import { conflictReportEnvelope } from '@pipelines/contracts';
import { defineHandler } from '@pipelines/lambda-kit';
import * as z from 'zod';
import { createPorts } from '../create-ports.ts';
import { invokeAction } from '../steps/invoke-action.ts';

/** The one Lambda of the conflict report. Any event goes in: a wrong one has an envelope of its own. */
export const handler = defineHandler({
  input: z.unknown(),
  output: conflictReportEnvelope,
  deps: async () => createPorts(process.env),
  run: invokeAction,
});
