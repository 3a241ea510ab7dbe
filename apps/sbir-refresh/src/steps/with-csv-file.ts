import { createHash } from 'node:crypto';
import type { FileInfo } from '@pipelines/s3-files';
import type { CsvParser } from '../csv/csv-parser.ts';
import { readCsvRecords, type CsvFacts, type CsvRecord } from '../csv/read-csv-records.ts';
import { scanCsv } from '../csv/scan-csv.ts';
import { MalformedCsvError } from '../errors/malformed-csv-error.ts';
import { TaskTimeoutError } from '../errors/task-timeout-error.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { StepPorts } from '../ports.ts';
import { isFileNotFound } from './optional-files.ts';

/** A stored CSV file, open at its first row. */
export interface CsvFile {
  readonly info: FileInfo;
  readonly header: readonly string[];
  /** The rows, once. @throws {MalformedCsvError} behind the last one, when its quote never closes */
  readonly rows: AsyncIterable<CsvRecord>;
  /** Final behind the last row. */
  facts(): CsvFacts;
  /** Of the bytes read: of the whole file behind the last row. */
  digest(): { readonly sha256: string; readonly bytes: number };
}

interface CsvFileOptions {
  readonly ports: StepPorts;
  /** `scanCsv`, the fast one, unless given. */
  readonly parse?: CsvParser;
}

/**
 * Open a CSV file, read its header, and close it when the work is done or fails.
 *
 * The file is read once, as far as the work goes on, and hashed on the way.
 *
 * @throws {ValidationError} when the object does not exist or is empty
 * @throws {TaskTimeoutError} while reading past the deadline of the ports
 */
export async function withCsvFile<Result>(
  key: string,
  { ports, parse = scanCsv }: CsvFileOptions,
  work: (file: CsvFile) => Promise<Result>,
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
  const reader = readCsvRecords(watched(), { parse });
  const records = reader[Symbol.asyncIterator]();
  const first = await records.next();
  if (first.done) throw new ValidationError(`The file "${key}" is empty`);
  async function* rows(): AsyncGenerator<CsvRecord> {
    yield* { [Symbol.asyncIterator]: () => records };
    if (reader.facts().endsInsideQuotes) throw openQuote(key);
  }
  try {
    return await work({
      info,
      header: first.value.fields,
      rows: rows(),
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
