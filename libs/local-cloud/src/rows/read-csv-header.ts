import { PipelineError } from '@pipelines/core';
import { createReadStream } from 'node:fs';

/** A file does not begin with a CSV header. */
export class CsvHeaderError extends PipelineError {
  static {
    CsvHeaderError.prototype.name = 'CsvHeaderError';
  }

  readonly file: string;

  constructor(file: string) {
    super(`"${file}" does not begin with a CSV header of column names`);
    this.file = file;
  }
}

/** PostgreSQL allows 1600 columns of 63 bytes. */
const HEADER_BYTES = 256 * 1024;

/**
 * Column names in the first line of a CSV file.
 *
 * @throws {CsvHeaderError} when the first 256 KiB hold no complete header
 */
export async function readCsvHeader(file: string): Promise<string[]> {
  let text = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', end: HEADER_BYTES - 1 })) {
    text += chunk as string;
  }
  const header = parseHeader(text.replace(/^\uFEFF/, ''));
  if (!header) throw new CsvHeaderError(file);
  return header;
}

/** A quoted name with doubled quotes, or a plain one; then a comma or the end of the line. */
const NAME = /(?:"((?:[^"]|"")*)"|([^",\r\n]+))(,|\r?\n|$)/y;

function parseHeader(text: string): string[] | undefined {
  const names: string[] = [];
  NAME.lastIndex = 0;
  for (;;) {
    const match = NAME.exec(text);
    if (!match) return undefined;
    names.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') return names;
  }
}
