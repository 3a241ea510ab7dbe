import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@pipelines/command-line';
import { copyCsvIn } from '@pipelines/local-cloud';
import { messageOf, PipelineError } from '@pipelines/core';
import { listTables } from './list-tables.ts';
import { withClient } from './open-client.ts';
import { replaceTables } from './replace-tables.ts';
import { logicalSchemas, type LogicalSchema } from './schema-names.ts';
import type { SeedOptions, TableCount } from './seed-from-generator.ts';

/** One file of a dump. */
interface TableFile {
  readonly path: string;
  readonly schema: LogicalSchema;
  readonly table: string;
}

/** A CSV file names a table that the schema does not have. Nothing was changed. */
export class UnknownTableFileError extends PipelineError {
  static {
    UnknownTableFileError.prototype.name = 'UnknownTableFileError';
  }
}

/**
 * Replace the database's content by the `schema.table.csv` files of a folder, as `dump` writes them.
 *
 * A table without a file is empty afterwards. Other files are left alone; a file of one of the two
 * schemas whose table does not exist is refused, because its name is probably misspelt.
 *
 * @param folder - absolute path
 * @returns the rows of each file, in order of file name
 * @throws {UsageError} for a folder that cannot be read or holds no such file
 * @throws {UnknownTableFileError} {DataLockedError} and the errors of `copyCsvIn`
 */
export async function seedFromFiles(
  folder: string,
  { connection, schemas, signal, onTable }: SeedOptions,
): Promise<readonly TableCount[]> {
  const files = await listTableFiles(folder);
  return replaceTables(connection, schemas, async (loading) => {
    await assertTablesExist(files, (schema) =>
      withClient(connection, (client) => listTables(client, loading[schema])),
    );
    const counts: TableCount[] = [];
    for (const { path, schema, table } of files) {
      const rows = await copyCsvIn(connection, { schema: loading[schema], table }, path, {
        signal,
      });
      const count = { table: `${schema}.${table}`, rows };
      counts.push(count);
      onTable?.(count);
    }
    return counts;
  });
}

async function listTableFiles(folder: string): Promise<readonly TableFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new UsageError(`--from: ${messageOf(error)}`);
  });
  const files = names.sort().flatMap((name) => {
    const [, schemaName, table] = /^([^.]+)\.([^.]+)\.csv$/.exec(name) ?? [];
    const schema = logicalSchemas.find((candidate) => candidate === schemaName);
    return schema && table ? [{ path: join(folder, name), schema, table }] : [];
  });
  if (files.length > 0) return files;
  throw new UsageError(`--from: "${folder}" holds no file like conflict.settings.csv.`);
}

async function assertTablesExist(
  files: readonly TableFile[],
  tablesOf: (schema: LogicalSchema) => Promise<readonly string[]>,
): Promise<void> {
  for (const schema of logicalSchemas) {
    const tables = await tablesOf(schema);
    const unknown = files.find((file) => file.schema === schema && !tables.includes(file.table));
    if (unknown) {
      throw new UnknownTableFileError(
        `"${unknown.path}": there is no table ${schema}.${unknown.table}. ` +
          `${schema} has ${tables.join(', ')}.`,
      );
    }
  }
}
