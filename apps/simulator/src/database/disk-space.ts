import type { DiskSpace } from '@pipelines/local-cloud';
import { PipelineError } from '@pipelines/core';

/** Tables and indexes for one visit, its 3.8 pairs included: 4.4 kB at 20 000 to a million visits. */
export const BYTES_PER_VISIT = 4_600;
/** Write-ahead log for one visit, kept until the next checkpoint … */
const LOG_BYTES_PER_VISIT = 3_000;
/** … or until there is this much of it: the engine's max_wal_size, and what it may overshoot. */
const MOST_LOG_BYTES = 2_500_000_000;
/** A machine without any room left has other worries than this seed. */
const SPARE_BYTES = 200_000_000;

/** There is too little room on the disk for what was asked for. Nothing was changed. */
export class DiskSpaceError extends PipelineError {
  static {
    DiskSpaceError.prototype.name = 'DiskSpaceError';
  }

  readonly neededBytes: number;

  constructor(visits: number, neededBytes: number, { path, freeBytes }: DiskSpace) {
    super(
      `${visits.toLocaleString('en-US')} visits need about ${gigabytes(neededBytes)} of disk, and ` +
        `${gigabytes(freeBytes)} are free at "${path}". The present data stays until the new is ` +
        'complete. Free some space, use --data-dir on another disk, or lower --visits.',
    );
    this.neededBytes = neededBytes;
  }
}

/**
 * Make sure that a seed has room beside the data that it will replace.
 *
 * @throws {DiskSpaceError} when it has not
 */
export function assertDiskSpace(visits: number, space: DiskSpace): void {
  const logBytes = Math.min(MOST_LOG_BYTES, visits * LOG_BYTES_PER_VISIT);
  const neededBytes = visits * BYTES_PER_VISIT + logBytes + SPARE_BYTES;
  if (space.freeBytes < neededBytes) throw new DiskSpaceError(visits, neededBytes, space);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
