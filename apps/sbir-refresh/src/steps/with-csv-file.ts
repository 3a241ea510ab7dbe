import { createHash } from 'node:crypto';
import type { FileInfo } from '@pipelines/s3-files';
import type { CsvFacts, CsvRecord, CsvRecords } from '../csv/read-csv-records.ts';
import { MalformedCsvError } from '../errors/malformed-csv-error.ts';
import { TaskTimeoutError } from '../errors/task-timeout-error.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { StepPorts } from '../ports.ts';
import { isFileNotFound } from './optional-files.ts';

/** A stored CSV file, open at its first row. */
export interface CsvFile<Reader extends CsvRecords = CsvRecords> {
  readonly info: FileInfo;
  readonly header: readonly string[];
  /** The rows, once. @throws {MalformedCsvError} behind the last one, when its quote never closes */
  readonly rows: AsyncIterable<CsvRecord>;
  /** What gives the rows; it may know more of the last one. */
  readonly reader: Reader;
  /** Final behind the last row. */
  facts(): CsvFacts;
  /** Of the bytes read: of the whole file behind the last row. */
  digest(): { readonly sha256: string; readonly bytes: number };
}

interface CsvFileOptions<Reader extends CsvRecords> {
  readonly ports: StepPorts;
  /** A `CsvReader`: `scanCsvRecords` for the award file, `readCsvRecords` for the small ones. */
  readonly read: (source: AsyncIterable<Uint8Array>) => Reader;
}

/**
 * Open a CSV file, read its header, and close it when the work is done or fails.
 *
 * The file is read once, as far as the work goes on, and hashed on the way.
 *
 * @throws {ValidationError} when the object does not exist or is empty
 * @throws {TaskTimeoutError} while reading past the deadline of the ports
 */
export async function withCsvFile<Result, Reader extends CsvRecords>(
  key: string,
  { ports, read }: CsvFileOptions<Reader>,
  work: (file: CsvFile<Reader>) => Promise<Result>,
): Promise<Result> {
  const { info, body } = await readExisting(key, ports);
  const hash = createHash('sha256');
  let bytes = 0;
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      if (ports.clock.now() > (ports.deadlineMs ?? Infinity)) throw deadlineMet(key);
      hash.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  const reader = read(watched());
  const records = reader[Symbol.asyncIterator]();
  const first = await records.next();
  if (first.done) throw new ValidationError(`The file "${key}" is empty`);
  // No generator around a generator: each costs three promises a row.
  const next = async (): Promise<IteratorResult<CsvRecord, void>> => {
    const row = await records.next();
    if (row.done === true && reader.facts().endsInsideQuotes) throw openQuote(key);
    return row;
  };
  try {
    return await work({
      info,
      header: first.value.fields,
      rows: { [Symbol.asyncIterator]: () => ({ next }) },
      reader,
      facts: () => reader.facts(),
      digest: () => ({ sha256: hash.copy().digest('hex'), bytes }),
    });
  } finally {
    await records.return?.();
  }
}

async function readExisting(key: string, { files }: StepPorts) {
  try {
    return await files.read(key);
  } catch (thrown) {
    if (!isFileNotFound(thrown)) throw thrown;
    throw new ValidationError(`There is no object "${key}"`, { cause: thrown });
  }
}

const openQuote = (key: string): MalformedCsvError =>
  new MalformedCsvError(`The last record of "${key}" has a quote that never closes`);

const deadlineMet = (key: string): TaskTimeoutError =>
  new TaskTimeoutError(`The deadline was met while "${key}" was read`);
