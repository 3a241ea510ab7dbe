import { PipelineError } from '@pipelines/core';
import * as z from 'zod';

/** What a run of the workflow asks for. */
export interface RefreshRequest {
  readonly stateMachineArn: string;
  /** Input of the execution; every other key has the machine's default. */
  readonly input: { readonly force_refresh: boolean; readonly source_url: string | null };
  /** Whether to wait until the execution has ended. */
  readonly isWaiting: boolean;
}

/** A value of the workflow cannot be used. The message names the variable, not the value. */
export class RefreshRequestError extends PipelineError {
  static {
    RefreshRequestError.prototype.name = 'RefreshRequestError';
  }
}

/** GitHub gives booleans of a dispatch as text, and nothing at all on a schedule. */
const flag = (fallback: boolean) =>
  z
    .enum(['', 'true', 'false'], { error: 'must be true or false' })
    .default('')
    .transform((text) => (text === '' ? fallback : text === 'true'));

const schema = z.object({
  STATE_MACHINE_ARN: z
    .string({ error: 'is missing' })
    .regex(/^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}$/, {
      error: 'is not the ARN of a state machine',
    }),
  FORCE_REFRESH: flag(false),
  SOURCE_URL: z
    .string()
    .max(2_048, { error: 'must have at most 2048 characters' })
    .refine((text) => text === '' || text.startsWith('https://'), {
      error: 'must begin with https://',
    })
    .default(''),
  WAIT: flag(true),
});

/**
 * Read the request from the variables of the workflow: STATE_MACHINE_ARN, FORCE_REFRESH, SOURCE_URL
 * and WAIT. What is empty has its default: no force, the function's own source, wait.
 *
 * @throws {RefreshRequestError} that names each variable and what is wrong with it
 */
export function readRefreshRequest(
  env: Readonly<Record<string, string | undefined>>,
): RefreshRequest {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new RefreshRequestError(`${problems.join('; ')}.`);
  }
  const { STATE_MACHINE_ARN, FORCE_REFRESH, SOURCE_URL, WAIT } = parsed.data;
  return {
    stateMachineArn: STATE_MACHINE_ARN,
    input: { force_refresh: FORCE_REFRESH, source_url: SOURCE_URL || null },
    isWaiting: WAIT,
  };
}
