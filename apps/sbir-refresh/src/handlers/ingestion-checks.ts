import { ingestionChecksBody, ingestionChecksEvent } from '@pipelines/contracts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { ingestionChecks } from '../steps/ingestion-checks.ts';

/** Judges every record, and writes those that pass, the report and the award index. */
export const step = describeStep({
  step: 'ingestion-checks',
  event: ingestionChecksEvent,
  body: ingestionChecksBody,
  run: (event, context) =>
    ingestionChecks(event, {
      ...openBucket(event, context),
      allowZeroAmount: context.env.ALLOW_ZERO_AMOUNT,
    }),
});

/** The Lambda of this step. */
export const handler = defineStep(step);
