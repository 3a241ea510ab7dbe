import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { scanCsvRecords } from '../csv/scan-csv-records.ts';
import { MalformedCsvError } from '../errors/malformed-csv-error.ts';
import { SourceRejectedError } from '../errors/source-rejected-error.ts';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';

/** The body of a source, complete and checked, as a file on this disk. */
export interface StagedSource {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Records without the header. */
  readonly rows: number;
  /** Physical lines. */
  readonly lines: number;
}

export interface StageOptions {
  /** A file that is not there yet; it stays only when all went well. */
  readonly path: string;
  readonly leastBytes: number;
}

/**
 * Write a body to a temporary file and check on the way that it is the award file: in one pass, in
 * constant memory. A page or a foreign file is refused at its first bytes.
 *
 * @param body - decoded bytes
 * @throws {SourceRejectedError} for a body that is no CSV with a `Company`, or too small
 * @throws {SourceUnavailableError} for a body that ends inside quotes: it was cut off
 */
export async function stageSource(
  body: AsyncIterable<Uint8Array>,
  options: StageOptions,
): Promise<StagedSource> {
  try {
    return await stage(body, options);
  } catch (error) {
    await rm(options.path, { force: true });
    if (!(error instanceof MalformedCsvError)) throw error;
    throw new SourceRejectedError('The source is no CSV file', { cause: error });
  }
}

async function stage(
  body: AsyncIterable<Uint8Array>,
  { path, leastBytes }: StageOptions,
): Promise<StagedSource> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  async function* kept(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      if (bytes === 0) assertNoPage(chunk);
      hash.update(chunk);
      await file.writeFile(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  try {
    const records = scanCsvRecords(kept());
    let rows = -1;
    for await (const { fields } of records) {
      if (rows === -1) assertHeader(fields);
      rows += 1;
    }
    const { endsInsideQuotes, lineCount: lines } = records.facts();
    if (endsInsideQuotes) throw new SourceUnavailableError('The source ends inside a quoted field');
    if (rows === -1) throw new SourceRejectedError('The source is empty');
    if (bytes < leastBytes) {
      throw new SourceRejectedError(`The source has ${bytes} bytes, less than ${leastBytes}`);
    }
    return { path, sha256: hash.digest('hex'), bytes, rows, lines };
  } finally {
    await file.close();
  }
}

/** Whatever its type says: a page begins with `<`. */
function assertNoPage(chunk: Uint8Array): void {
  const beginning = Buffer.from(chunk.subarray(0, 1_024)).toString('utf8');
  if (/^\uFEFF?\s*</.test(beginning)) throw new SourceRejectedError('The source sends a page');
}

function assertHeader(fields: readonly string[]): void {
  if (fields.some((field) => field.trim() === 'Company')) return;
  throw new SourceRejectedError('The first record of the source has no field "Company"');
}
