import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bindSqlStep, parseSqlTask } from '@pipelines/sql-tasks';
import type { Client } from './open-client.ts';
import type { SchemaNames } from './schema-names.ts';

const sqlRoot = new URL('../../../../sql/conflict-report/', import.meta.url);

/**
 * Run every file of one folder of `sql/conflict-report`, in sorted order, each in a transaction.
 *
 * @param folder - `schema`, `views` or `indexes`; their files can be run again at any time
 * @param schemas - names that `:"analytics_schema"` and `:"conflict_schema"` stand for
 */
export async function applySqlFiles(
  client: Client,
  folder: 'schema' | 'views' | 'indexes',
  schemas: SchemaNames,
): Promise<void> {
  const names = await readdir(fileURLToPath(new URL(`${folder}/`, sqlRoot)));
  for (const name of names.filter((each) => each.endsWith('.sql')).sort()) {
    await applySqlFile(client, `${folder}/${name}`, schemas);
  }
}

/**
 * Run one file of `sql/conflict-report` in a transaction. The file must use no values.
 *
 * @param path - below `sql/conflict-report`: `tasks/after_load.sql`
 * @param schemas - names that `:"analytics_schema"` and `:"conflict_schema"` stand for
 */
export async function applySqlFile(
  client: Client,
  path: string,
  schemas: SchemaNames,
): Promise<void> {
  const bindings = {
    identifiers: { analytics_schema: schemas.analytics, conflict_schema: schemas.conflict },
    values: {},
  };
  const task = parseSqlTask(await readFile(new URL(path, sqlRoot), 'utf8'), path);
  await client.begin(async (transaction) => {
    for (const step of task.steps) await transaction.unsafe(bindSqlStep(step, bindings).text);
  });
}
