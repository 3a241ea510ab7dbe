import type { DiskSpace } from '@pipelines/local-cloud';
import { assertFree, SPARE_BYTES } from '../files/disk-space.ts';

/** Tables and indexes for one visit, its 3.8 pairs included: 4.4 kB at 20 000 to a million visits. */
export const BYTES_PER_VISIT = 4_600;
/** Write-ahead log for one visit, kept until the next checkpoint … */
const LOG_BYTES_PER_VISIT = 3_000;
/** … or until there is this much of it: the engine's max_wal_size, and what it may overshoot. */
const MOST_LOG_BYTES = 2_500_000_000;

/**
 * Make sure that a seed has room beside the data that it will replace.
 *
 * @throws {DiskSpaceError} when it has not
 */
export function assertDiskSpace(visits: number, space: DiskSpace): void {
  const logBytes = Math.min(MOST_LOG_BYTES, visits * LOG_BYTES_PER_VISIT);
  assertFree(space, {
    what: `${visits.toLocaleString('en-US')} visits`,
    neededBytes: visits * BYTES_PER_VISIT + logBytes + SPARE_BYTES,
    advice:
      'The present data stays until the new is complete. ' +
      'Free some space, use --data-dir on another disk, or lower --visits.',
  });
}
