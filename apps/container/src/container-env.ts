import type { Json } from '@pipelines/core';
import * as z from 'zod';

const seconds = (most: number) =>
  z.coerce
    .number({ error: 'must be a number of seconds' })
    .int({ error: 'must be a whole number of seconds' })
    .min(1, { error: 'must be at least 1' })
    .max(most, { error: `must be at most ${most}` });

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
 * `TASK_EVENT` is the function's event, as JSON. `TASK_TOKEN` is Step Functions' own; without it
 * somebody runs the container by hand. `TASK_TIMEOUT_SECONDS` is how long the function may take, a
 * day at most; a sign of life goes out every `TASK_HEARTBEAT_SECONDS`.
 */
export const containerEnv = z.object({
  LAMBDA_TASK_ROOT: z.string({ error: 'must be the folder of the function' }),
  TASK_EVENT: jsonText,
  TASK_TOKEN: z.string().max(2_048, { error: 'must have at most 2048 characters' }).optional(),
  TASK_TIMEOUT_SECONDS: seconds(86_400).default(900),
  TASK_HEARTBEAT_SECONDS: seconds(3_600).default(60),
});
