import { errorFields, type Logger } from '@pipelines/lambda-kit';
import { parseSqlTask, runSqlTask } from '@pipelines/sql-tasks';
import { failRunFile } from '../tasks.ts';
import { schemaIdentifiers } from './schema-identifiers.ts';
import { type DatabaseAccess, withDatabase } from './with-database.ts';

/** One row of one table; longer means that someone holds a lock on it. */
const STATEMENT_TIMEOUT_MS = 5_000;

/**
 * Tell readers of the settings table that no run is in progress any more.
 *
 * On a connection of its own, for the task's may be gone. Never throws: the task's failure is the
 * news, and a flag that could not be set is a warning in the log.
 */
export async function reportRunFailed(access: DatabaseAccess, log: Logger): Promise<void> {
  const { settings, ports } = access;
  if (!settings.resetsInProgressFlag) return;
  try {
    const task = parseSqlTask(await ports.readAsset(failRunFile), failRunFile);
    await withDatabase(access, (database) =>
      runSqlTask(task, {
        database,
        identifiers: schemaIdentifiers(settings),
        values: {},
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      }),
    );
  } catch (error) {
    log.warn('InProgressFlag could not be reset after a failure', errorFields(error));
  }
}
