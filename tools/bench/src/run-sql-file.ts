import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, parseSqlTask, runSqlTask, TaskTimeoutError } from '@pipelines/sql-tasks';
import { AS_OF } from './data-folder.ts';

const FOLDER = join(import.meta.dirname, '../sql');

/** How long a file took, and the rows of its last step. */
export interface SqlFileRun {
  readonly seconds: number;
  readonly rows: number;
}

/**
 * Run one of the files of tools/bench/sql in one transaction and time it.
 *
 * @param name - `peer_one_statement.sql`
 * @param timeoutSeconds - of all its statements together
 * @returns undefined when its time was up: it is rolled back then
 */
export async function runSqlFile(
  name: string,
  database: Database,
  timeoutSeconds: number,
): Promise<SqlFileRun | undefined> {
  const task = parseSqlTask(await readFile(join(FOLDER, name), 'utf8'), name);
  const startMs = performance.now();
  try {
    const { rowsByStep } = await runSqlTask(task, {
      database,
      identifiers: { conflict_schema: 'conflict', analytics_schema: 'analytics' },
      values: { as_of: AS_OF },
      statementTimeoutMs: timeoutSeconds * 1_000,
    });
    const seconds = (performance.now() - startMs) / 1_000;
    return { seconds, rows: Object.values(rowsByStep).at(-1) ?? 0 };
  } catch (error) {
    if (error instanceof TaskTimeoutError) return undefined;
    throw error;
  }
}
