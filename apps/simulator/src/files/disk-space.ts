import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { DiskSpace } from '@pipelines/local-cloud';
import { PipelineError } from '@pipelines/core';

/** A machine without any room left has other worries than a seed. */
export const SPARE_BYTES = 200_000_000;

/** Room that something takes on a disk. */
export interface DiskNeed {
  /** `1,000,000 visits` */
  readonly what: string;
  readonly neededBytes: number;
  /** What becomes of what is there, and what lowers the need: the end of the message. */
  readonly advice: string;
}

/** There is too little room on the disk for what was asked for. Nothing was changed. */
export class DiskSpaceError extends PipelineError {
  static {
    DiskSpaceError.prototype.name = 'DiskSpaceError';
  }

  constructor({ what, neededBytes, advice }: DiskNeed, { path: place, freeBytes }: DiskSpace) {
    super(
      `${what} need about ${gigabytes(neededBytes)} of disk, and ` +
        `${gigabytes(freeBytes)} are free at "${place}". ${advice}`,
    );
  }
}

/**
 * Make sure that a disk has room for something.
 *
 * @throws {DiskSpaceError} when it has not
 */
export function assertFree(space: DiskSpace, need: DiskNeed): void {
  if (space.freeBytes < need.neededBytes) throw new DiskSpaceError(need, space);
}

/**
 * Free space where a folder is, or will be: a missing one lies on the disk of its nearest parent.
 *
 * @param folder - absolute
 * @returns undefined where the system does not say
 */
export async function freeSpaceOf(folder: string): Promise<DiskSpace | undefined> {
  const stats = await statfs(folder).catch(() => undefined);
  if (stats) return { path: folder, freeBytes: stats.bavail * stats.bsize };
  const parent = path.dirname(folder);
  return parent === folder ? undefined : freeSpaceOf(parent);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
