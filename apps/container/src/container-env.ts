import type { Json } from '@pipelines/core';
import * as z from 'zod';

/** What follows is JSON; no complaint repeats it. */
const jsonText = z.string().transform((text, context): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

/**
 * Every variable that the container's entry reads; the function inside has its own.
 *
 * `TASK_EVENT` is the function's event, as JSON. `TASK_ANSWER_BUCKET` and `TASK_ANSWER_KEY` are where
 * a state machine reads the answer; without both somebody runs the container by hand.
 * `TASK_TIMEOUT_SECONDS` is how long the function may take, a day at most.
 */
export const containerEnv = z.object({
  LAMBDA_TASK_ROOT: z.string({ error: 'must be the folder of the function' }),
  TASK_EVENT: jsonText,
  TASK_ANSWER_BUCKET: z.string().optional(),
  TASK_ANSWER_KEY: z.string().optional(),
  TASK_TIMEOUT_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .int({ error: 'must be a whole number of seconds' })
    .min(1, { error: 'must be at least 1' })
    .max(86_400, { error: 'must be at most 86400' })
    .default(900),
});
