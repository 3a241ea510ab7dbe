import { recordSuccessBody, recordSuccessEvent } from '@pipelines/contracts';
import application from '../../package.json' with { type: 'json' };
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { recordSuccess } from '../steps/record-success.ts';

/** Writes change digest, manifest and, last of all, the record with which the next run compares. */
export const step = describeStep({
  step: 'record-success',
  event: recordSuccessEvent,
  body: recordSuccessBody,
  run: (event, context) =>
    // The machine passes the bucket within its document.
    recordSuccess(event, {
      ...openBucket({ s3_bucket: event.s3_bucket ?? event.document.body.s3_bucket }, context),
      keepHistory: context.env.KEEP_HISTORY,
      versions: { app: application.version, node: process.version },
    }),
});

/** The Lambda of this step. */
export const handler = defineStep(step);
