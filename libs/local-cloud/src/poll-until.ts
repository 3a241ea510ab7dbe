import { systemClock, waitUntil } from '@pipelines/core';

/** How often to look, for how long, and who may end it. */
export interface PollOptions {
  readonly intervalMs: number;
  /** Default: for ever, that is until the signal. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Look again and again until `check` finds something.
 *
 * @returns what `check` returned, or undefined when the time ran out
 */
export async function pollUntil<Found>(
  check: () => Found | undefined | Promise<Found | undefined>,
  { intervalMs, timeoutMs = Infinity, signal }: PollOptions,
): Promise<Found | undefined> {
  const deadlineMs = systemClock.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (systemClock.now() >= deadlineMs) return undefined;
    await waitUntil(systemClock.now() + intervalMs, systemClock, signal);
  }
}
