import type { Clock } from '@pipelines/core';

/**
 * The date of a run, `YYYY-MM-DD`: the event's, else the date folder of the input key, else today in
 * UTC. Source: sbir-contracts.md 2.1.
 */
export function resolveRunDate(
  given: string | undefined,
  key: string | undefined,
  clock: Clock,
): string {
  const [, folder] = /\/(\d{4}-\d{2}-\d{2})\//.exec(key ?? '') ?? [];
  return given ?? folder ?? isoTime(clock.now()).slice(0, 10);
}

/** `2025-01-20T14:30:00.000Z` of epoch ms. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
