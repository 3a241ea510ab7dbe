import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileStore } from '@pipelines/s3-files';
import { createAwardCells } from '../awards/award-cells.ts';
import { scanCsvRecords } from '../csv/scan-csv-records.ts';
import { MalformedCsvError } from '../errors/malformed-csv-error.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { GraphAward } from '../graph/graph-award.ts';
import { toGraphAward } from '../graph/to-graph-award.ts';
import { isFileNotFound } from './optional-files.ts';

/**
 * Fetch an award file once, and give its rows to the work as often as it asks: a load reads them to
 * plan, and again to write. The copy is deleted at the end.
 *
 * @param tempDir - has room for the whole file
 * @throws {ValidationError} when there is no such object, or it is empty
 * @throws {RefreshError} when the copy is not as long as the object
 * @throws {MalformedCsvError} while iterating, behind a last record whose quote never closes
 */
export async function withAwardRows<Result>(
  key: string,
  { files, tempDir }: { readonly files: FileStore; readonly tempDir: string },
  work: (rows: () => AsyncGenerator<GraphAward>) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tempDir, 'awards-'));
  try {
    const path = join(folder, 'awards.csv');
    await fetchTo(path, key, files);
    return await work(() => readAwards(path, key));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchTo(path: string, key: string, files: FileStore): Promise<void> {
  const { info, body } = await files.read(key).catch((thrown: unknown) => {
    if (!isFileNotFound(thrown)) throw thrown;
    throw new ValidationError(`There is no object "${key}"`, { cause: thrown });
  });
  const copy = createWriteStream(path);
  await pipeline(body, copy);
  if (copy.bytesWritten !== info.size) throw new RefreshError(`"${key}" was cut short on its way`);
}

async function* readAwards(path: string, key: string): AsyncGenerator<GraphAward> {
  const records = scanCsvRecords(createReadStream(path));
  let view: ReturnType<typeof createAwardCells> | undefined;
  for await (const { fields } of records) {
    if (view) yield toGraphAward(view.open(fields));
    else view = createAwardCells(fields);
  }
  if (!view) throw new ValidationError(`The file "${key}" is empty`);
  if (records.facts().endsInsideQuotes) {
    throw new MalformedCsvError(`The last record of "${key}" has a quote that never closes`);
  }
}
