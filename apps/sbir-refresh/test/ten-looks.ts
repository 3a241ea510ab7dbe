import { systemClock } from '@pipelines/core';
import type { LoadAwardsOptions } from '../src/graph/load-awards.ts';

/** A clock that goes on by a millisecond at each look, and a time limit of ten. */
export function tenLooks(): Partial<LoadAwardsOptions> {
  let nowMs = 0;
  return { clock: { ...systemClock, now: () => (nowMs += 1) }, deadlineMs: 10, batchRows: 1 };
}
