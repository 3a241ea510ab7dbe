import { profileInputsBody, profileInputsEvent } from '@pipelines/contracts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { profileInputs } from '../steps/profile-inputs.ts';

/** Describes the award file and the company files. */
export const step = describeStep({
  step: 'profile-inputs',
  event: profileInputsEvent,
  body: profileInputsBody,
  run: (event, context) => profileInputs(event, openBucket(event, context)),
});

/** The Lambda of this step. */
export const handler = defineStep(step);
