import type { Retrier } from '../definition/state-machine.ts';

/**
 * Seconds to wait before a retry.
 *
 * `IntervalSeconds × BackoffRate^attempt`, capped by `MaxDelaySeconds`; with `JitterStrategy: FULL`
 * a value in [0, that) drawn from `random`.
 *
 * @param attempt - retries that this retrier has used before, 0 for the first
 * @param random - uniform in [0, 1); injected, so a replay gives the same delays
 * @returns seconds, not milliseconds; may be a fraction
 * Source: Amazon States Language, "Retrying after error"
 */
export function retryDelaySeconds(retrier: Retrier, attempt: number, random: () => number): number {
  const backoffSeconds = retrier.intervalSeconds * retrier.backoffRate ** attempt;
  const cappedSeconds = Math.min(backoffSeconds, retrier.maxDelaySeconds ?? Infinity);
  return retrier.jitterStrategy === 'FULL' ? cappedSeconds * random() : cappedSeconds;
}
