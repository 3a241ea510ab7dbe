import { PipelineError } from '@pipelines/core';
import type { PostgresConnection } from '../postgres-engine.ts';
import { quoteName, quoteTable, type TableName } from '../quote-name.ts';
import { copyIn } from './copy-in.ts';

/** One row: a text per column as PostgreSQL would read it, null for NULL. */
export type Row = readonly (string | null)[];

/** A row has more or fewer values than there are columns: a fault of whatever made the rows. */
export class RowWidthError extends PipelineError {
  static {
    RowWidthError.prototype.name = 'RowWidthError';
  }

  constructor({ schema, table }: TableName, columns: number, values: number) {
    super(`A row for "${schema}"."${table}" has ${values} values for ${columns} columns`);
  }
}

/** Who watches, and who may end it. */
export interface CopyRowsOptions {
  /** Called after each chunk with the rows sent so far. */
  readonly onProgress?: (rows: number) => void;
  readonly signal?: AbortSignal;
}

/** Large enough that a system call per chunk costs nothing, small enough to hold two. */
const CHUNK_CHARACTERS = 256 * 1024;

/**
 * Load rows into a table with COPY: streamed, in constant memory, all or nothing.
 *
 * @param columns - names in the order of each row's values; the other columns get their default
 * @returns number of rows loaded
 * @throws {CopyFailedError} when the server refuses a row; its text is not in the error
 * @throws {RowWidthError} when a row does not fit the columns
 * @throws what the iteration of `rows` threw
 */
export async function copyRows(
  connection: PostgresConnection,
  table: TableName,
  columns: readonly string[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  options: CopyRowsOptions = {},
): Promise<number> {
  let count = 0;
  async function* chunks(): AsyncGenerator<string> {
    let chunk = '';
    for await (const row of rows) {
      if (row.length !== columns.length) throw new RowWidthError(table, columns.length, row.length);
      chunk += encodeRow(row);
      count += 1;
      if (chunk.length < CHUNK_CHARACTERS) continue;
      yield chunk;
      options.onProgress?.(count);
      chunk = '';
    }
    if (chunk) yield chunk;
    options.onProgress?.(count);
  }
  const names = columns.map(quoteName).join(', ');
  const statement = `copy ${quoteTable(table)} (${names}) from stdin`;
  await copyIn({ connection, table, statement, chunks: chunks(), signal: options.signal });
  return count;
}

const MUST_ESCAPE = /[\\\t\n\r]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/**
 * One line of COPY's text format.
 * Source: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format"
 */
export function encodeRow(row: Row): string {
  let line = '';
  for (let index = 0; index < row.length; index += 1) {
    if (index > 0) line += '\t';
    const value = row[index] ?? null;
    if (value === null) line += '\\N';
    // One search is far cheaper than a replacement that finds nothing, 19 million times.
    else if (value.search(MUST_ESCAPE) === -1) line += value;
    else line += value.replace(MUST_ESCAPE, (character) => ESCAPES[character] ?? character);
  }
  return `${line}\n`;
}
