import type { RunSummary, StateOutcome } from './run-summary.ts';

/**
 * Seconds from start to end of a run or of one of its states, with the history's precision of 1 ms.
 * A state that still runs has taken 0 s.
 */
export function durationSecondsOf(timed: RunSummary | StateOutcome): number {
  if ('startMs' in timed) return (timed.stopMs - timed.startMs) / 1_000;
  return ((timed.exitedMs ?? timed.enteredMs) - timed.enteredMs) / 1_000;
}
