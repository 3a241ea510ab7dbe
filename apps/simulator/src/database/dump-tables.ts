import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { copyTableOut, type PostgresConnection } from '@pipelines/local-cloud';
import { listTables } from './list-tables.ts';
import { withClient } from './open-client.ts';
import { logicalSchemas, type SchemaNames } from './schema-names.ts';
import type { TableCount } from './seed-from-generator.ts';

/**
 * Write every table of both schemas to `<folder>/<schema>.<table>.csv`, rows by primary key.
 *
 * File names carry the schemas' names in the documents, so that a dump can be loaded where
 * they are named otherwise. Files of other tables in the folder are left alone.
 *
 * @param folder - absolute path; created, readable by its owner only, when missing
 * @returns the rows of each table, sorted by name
 */
export async function dumpTables(
  folder: string,
  options: {
    readonly connection: PostgresConnection;
    readonly schemas: SchemaNames;
    readonly signal: AbortSignal;
  },
): Promise<readonly TableCount[]> {
  const { connection, schemas, signal } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const counts: TableCount[] = [];
  for (const logical of logicalSchemas) {
    const schema = schemas[logical];
    const tables = await withClient(connection, (client) => listTables(client, schema));
    for (const table of tables) {
      const name = `${logical}.${table}`;
      const file = join(folder, `${name}.csv`);
      counts.push({
        table: name,
        rows: await copyTableOut(connection, { schema, table }, file, { signal }),
      });
    }
  }
  return counts;
}
