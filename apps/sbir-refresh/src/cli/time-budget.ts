import type { Invocation } from '@pipelines/lambda-kit';
import type { CliIo } from './cli-io.ts';
import { numberOf, type RunValues } from './options.ts';

/** A Lambda's longest time, which each step has here too. */
const LONGEST_STEP_MS = 900_000;

/**
 * When the command has to be over by `--time-budget`.
 *
 * @returns epoch ms, or undefined without that option
 * @throws {UsageError}
 */
export function deadlineOf(values: RunValues, { clock }: CliIo): number | undefined {
  const budget = values['time-budget'];
  if (budget === undefined) return undefined;
  return clock.now() + numberOf('time-budget', budget, { min: 1 }) * 1_000;
}

/** What a step is told of the time that is left. */
export function invocationUntil(deadlineMs: number | undefined, io: CliIo): Invocation {
  return {
    awsRequestId: io.owner,
    getRemainingTimeInMillis: () =>
      Math.max(0, Math.min(LONGEST_STEP_MS, (deadlineMs ?? Infinity) - io.clock.now())),
  };
}
