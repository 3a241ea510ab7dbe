import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withClient, type Client } from '../connect-client.ts';
import type { PostgresConnection } from '../postgres-engine.ts';
import { quoteName, quoteTable, type TableName } from '../quote-name.ts';
import { CopyFailedError } from './copy-failed-error.ts';
import { copyIn } from './copy-in.ts';
import { createCsvRecordCounter } from './csv-record-counter.ts';
import { readCsvHeader } from './read-csv-header.ts';

/** Who may end it. */
export interface CopyCsvOptions {
  readonly signal?: AbortSignal;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Load a CSV file into a table: PostgreSQL's CSV, UTF-8, with a header whose names are columns
 * of the table in any order. Unquoted empty is NULL, `""` is the empty string.
 *
 * All or nothing; streamed. Columns that the header does not name get their default.
 *
 * @returns number of rows loaded
 * @throws {CsvHeaderError} for a file without a header, {CopyFailedError} when a row is refused
 */
export async function copyCsvIn(
  connection: PostgresConnection,
  table: TableName,
  sourceFile: string,
  { signal }: CopyCsvOptions = {},
): Promise<number> {
  const names = await readCsvHeader(sourceFile);
  const counter = createCsvRecordCounter();
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(sourceFile, { highWaterMark: CHUNK_BYTES })) {
      counter.add(chunk as Buffer);
      yield chunk as Buffer;
    }
  }
  const columns = names.map(quoteName).join(', ');
  const statement = `copy ${quoteTable(table)} (${columns}) from stdin (format csv, header)`;
  await copyIn({ connection, table, statement, chunks: chunks(), signal });
  return counter.records() - 1;
}

/**
 * Write a table to a CSV file: header, UTF-8, NULL as nothing, the empty string as `""`,
 * booleans as t and f, times in UTC, in the order of the primary key (else as they come).
 *
 * The file appears whole or not at all; streamed.
 *
 * @returns number of rows written
 * @throws {CopyFailedError} when the table cannot be read; errors of the file as they are
 */
export async function copyTableOut(
  connection: PostgresConnection,
  table: TableName,
  destinationFile: string,
  { signal }: CopyCsvOptions = {},
): Promise<number> {
  const partial = `${destinationFile}.partial-${process.pid}`;
  const counter = createCsvRecordCounter();
  try {
    await withClient(connection, async (client) => {
      const rows = await openTable(client, table);
      const counted = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
        for await (const chunk of source) {
          counter.add(chunk);
          yield chunk;
        }
      };
      await pipeline(rows, counted, createWriteStream(partial, { mode: 0o600 }), { signal });
    });
    await rename(partial, destinationFile);
  } catch (error) {
    await rm(partial, { force: true });
    signal?.throwIfAborted();
    throw isServerError(error) ? new CopyFailedError(table, error) : error;
  }
  return counter.records() - 1;
}

async function openTable(client: Client, table: TableName): Promise<Readable> {
  const keys = await client.unsafe<{ name: string }[]>(PRIMARY_KEY, [table.schema, table.table]);
  const order = keys.map(({ name }) => quoteName(name)).join(', ');
  const rows = `select * from ${quoteTable(table)}${order && ` order by ${order}`}`;
  return client.unsafe(`copy (${rows}) to stdout (format csv, header)`).readable();
}

const PRIMARY_KEY = `
  select a.attname as name
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_namespace n on n.oid = c.relnamespace
  cross join unnest(i.indkey) with ordinality as k (attnum, position)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
  where i.indisprimary and n.nspname = $1 and c.relname = $2
  order by k.position`;

/** Errors of the server and of the driver. A file's error is the caller's business. */
function isServerError(error: unknown): boolean {
  return error instanceof Error && ('severity' in error || 'query' in error);
}
