import { validateDatasetBody, validateDatasetEvent } from '@pipelines/contracts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { validateDataset } from '../steps/validate-dataset.ts';

/** Checks the header of the award file, counts and hashes it, compares it with the vintage before. */
export const step = describeStep({
  step: 'validate-dataset',
  event: validateDatasetEvent,
  body: validateDatasetBody,
  run: (event, context) => validateDataset(event, openBucket(event, context)),
});

/** The Lambda of this step. */
export const handler = defineStep(step);
