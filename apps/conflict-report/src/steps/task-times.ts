import type { Clock } from '@pipelines/core';

/** When a task ran: UTC, and the seconds between, exact to the millisecond. */
export interface TaskTimes {
  readonly start_time: string;
  readonly end_time: string;
  readonly duration_seconds: number;
}

/** @param startMs - epoch milliseconds at which the task began; it ends now */
export function timesSince(startMs: number, clock: Clock): TaskTimes {
  const endMs = clock.now();
  return {
    start_time: new Date(startMs).toISOString(),
    end_time: new Date(endMs).toISOString(),
    duration_seconds: (endMs - startMs) / 1_000,
  };
}
