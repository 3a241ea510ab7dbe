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
  const folderUrl = new URL(`${folder}/`, sqlRoot);
  const files = (await readdir(fileURLToPath(folderUrl))).filter((name) => name.endsWith('.sql'));
  const bindings = {
    identifiers: { analytics_schema: schemas.analytics, conflict_schema: schemas.conflict },
    values: {},
  };
  for (const file of files.sort()) {
    const task = parseSqlTask(await readFile(new URL(file, folderUrl), 'utf8'), file);
    await client.begin(async (transaction) => {
      for (const step of task.steps) await transaction.unsafe(bindSqlStep(step, bindings).text);
    });
  }
}
