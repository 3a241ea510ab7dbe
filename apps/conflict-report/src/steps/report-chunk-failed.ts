import type { ChunkEvent } from '@pipelines/contracts';
import { errorFields, type Logger } from '@pipelines/lambda-kit';
import { parseSqlTask, runSqlTask } from '@pipelines/sql-tasks';
import { failChunkFile } from '../chunk-tasks.ts';
import type { TaskFailedError } from '../errors/task-errors.ts';
import { schemaIdentifiers } from './schema-identifiers.ts';
import { type DatabaseAccess, withDatabase } from './with-database.ts';

/** One row of one table; longer means that someone holds a lock on it. */
const STATEMENT_TIMEOUT_MS = 5_000;

interface FailedChunk {
  readonly event: ChunkEvent;
  readonly error: TaskFailedError;
  readonly log: Logger;
}

/**
 * Tell the ledger why a chunk failed. Its message holds no rows and no values.
 *
 * On a connection of its own, for the chunk's may be gone. Never throws: a chunk that is not done
 * counts as such whether the ledger knows the reason or not.
 */
export async function reportChunkFailed(
  access: DatabaseAccess,
  { event: { run_id, chunk_id }, error, log }: FailedChunk,
): Promise<void> {
  if (run_id === undefined || chunk_id === undefined) return;
  const { settings, ports } = access;
  try {
    const task = parseSqlTask(await ports.readAsset(failChunkFile), failChunkFile);
    await withDatabase(access, (database) =>
      runSqlTask(task, {
        database,
        identifiers: schemaIdentifiers(settings),
        values: { run_id: String(run_id), chunk_id: String(chunk_id), error: error.message },
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      }),
    );
  } catch (failure) {
    log.warn('The ledger could not be told of a failed chunk', errorFields(failure));
  }
}
