import type { JsonObject } from '@pipelines/core';
import type { FileStore } from '@pipelines/s3-files';
import { ValidationError } from '../errors/validation-error.ts';

/** The award file that a single step is about. */
export interface FileOfRun {
  readonly key: string;
  readonly run_date: string;
}

/**
 * The award file of `run_date`, or without one the newest that was downloaded.
 *
 * @throws {ValidationError} when nothing was downloaded yet
 */
export async function fileOfRun(files: FileStore, { run_date }: JsonObject): Promise<FileOfRun> {
  if (typeof run_date === 'string') {
    return { key: `raw/awards/${run_date}/award_data.csv`, run_date };
  }
  let newest: FileOfRun | undefined;
  for await (const { key } of files.list('raw/awards/')) {
    const [, date] = /^raw\/awards\/(\d{4}-\d{2}-\d{2})\/award_data\.csv$/.exec(key) ?? [];
    // A listing is in the order of its keys, and so of these dates.
    if (date !== undefined) newest = { key, run_date: date };
  }
  if (!newest) throw new ValidationError('There is no file under raw/awards/: download one first');
  return newest;
}
