import { enrichmentChecksBody, enrichmentChecksEvent } from '@pipelines/contracts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { enrichmentChecks } from '../steps/enrichment-checks.ts';

/** Says how many awards the company files know. */
export const step = describeStep({
  step: 'enrichment-checks',
  event: enrichmentChecksEvent,
  body: enrichmentChecksBody,
  run: (event, context) => enrichmentChecks(event, openBucket(event, context)),
});

/** The Lambda of this step. */
export const handler = defineStep(step);
