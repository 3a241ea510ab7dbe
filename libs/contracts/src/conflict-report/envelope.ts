import * as z from 'zod';
import { explainResult } from './explain-result.ts';
import {
  actionError,
  chunkResult,
  connectionTestResult,
  prepareChunksResult,
  sqlTaskResult,
  taskFailure,
  validateConfigResult,
  verifyChunksResult,
} from './results.ts';
import { validationResult } from './validation-result.ts';

/** What an action that succeeded has to say. */
export const successBody = z.union([
  validateConfigResult,
  connectionTestResult,
  sqlTaskResult,
  validationResult,
  prepareChunksResult,
  chunkResult,
  verifyChunksResult,
  explainResult,
]);

/** What an action that failed has to say; the message of the thrown error is this, as JSON text. */
export const failureBody = z.union([taskFailure, actionError]);

/**
 * Result of `etl-pipeline-function`. The body is an object, not JSON text.
 *
 * 200: done · 400: the event is wrong · 500: everything else. A state machine sees only 200:
 * for it, the others are thrown. Source: conflict-report.md 1.1 and its decision 2.
 */
export const conflictReportEnvelope = z.discriminatedUnion('statusCode', [
  z.strictObject({ statusCode: z.literal(200), body: successBody }),
  z.strictObject({ statusCode: z.literal([400, 500]), body: failureBody }),
]);

export type SuccessBody = z.output<typeof successBody>;
export type FailureBody = z.output<typeof failureBody>;
export type ConflictReportEnvelope = z.output<typeof conflictReportEnvelope>;
