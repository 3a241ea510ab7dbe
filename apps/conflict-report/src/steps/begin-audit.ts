import { createHash, randomUUID } from 'node:crypto';
import type { ConflictReportEvent } from '@pipelines/contracts';
import { errorFields } from '@pipelines/lambda-kit';
import { type Database, parseSqlTask, runSqlTask } from '@pipelines/sql-tasks';
import type { ActionContext, Ports } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { TASKS_FOLDER } from '../tasks.ts';
import { schemaIdentifiers } from './schema-identifiers.ts';
import { statementDeadlineMs } from './statement-deadline.ts';

const startFile = `${TASKS_FOLDER}/audit_start.sql`;
const endFile = `${TASKS_FOLDER}/audit_end.sql`;

/** One row of one table; longer means that someone holds a lock on it. */
const STATEMENT_TIMEOUT_MS = 5_000;

export interface AuditedTask {
  readonly settings: Settings;
  readonly database: Database;
  /** All that the task may run, in this order. */
  readonly files: readonly string[];
  readonly asOf: string;
}

/** How a task run ended; no message, for a message may quote a row. */
export type AuditEnd =
  | { readonly status: 'succeeded'; readonly rowCounts: Readonly<Record<string, number>> }
  | { readonly status: 'failed'; readonly errorName: string };

/** Tells the audit how the task run ended. Never throws: the end itself is the news. */
export type EndAudit = (end: AuditEnd) => Promise<void>;

/**
 * Commit the audit's first row of a task run: what is not on record is not run.
 *
 * The last row goes over the same connection. When that is lost the first row stays alone, which
 * says that nobody knows how the run ended. SECURITY.md has what may stand in the audit.
 *
 * @throws what `runSqlTask` throws, when the row could not be written
 * @throws {AssetMissingError} for a file that was not packaged
 */
export async function beginAudit(
  context: ActionContext,
  { settings, database, files, asOf }: AuditedTask,
): Promise<EndAudit> {
  const { event, ports, log, invocation } = context;
  const taskRunId = randomUUID();
  const append = async (file: string, values: Values): Promise<void> => {
    await runSqlTask(parseSqlTask(await ports.readAsset(file), file), {
      database,
      identifiers: schemaIdentifiers(settings),
      values: { task_run_id: taskRunId, ...values },
      statementTimeoutMs: statementDeadlineMs(
        STATEMENT_TIMEOUT_MS,
        invocation.getRemainingTimeInMillis(),
      ),
      clock: ports.clock,
    });
  };
  await append(startFile, {
    action: event.action,
    as_of: asOf,
    execution_arn: event.execution_arn ?? null,
    sql_sha256: await hashFiles(files, ports),
    ...ledgerKeysOf(event),
  });
  return (end) =>
    append(endFile, endValues(end)).catch((error: unknown) => {
      log.warn('The audit could not be told how the task ended', errorFields(error));
    });
}

type Values = Readonly<Record<string, string | null>>;

/** As `cat … | sha256sum` gives it, so that anyone can find the version in the repository. */
async function hashFiles(files: readonly string[], ports: Ports): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await ports.readAsset(file));
  return hash.digest('hex');
}

function ledgerKeysOf(event: ConflictReportEvent): Values {
  const runId = 'run_id' in event ? event.run_id : undefined;
  const chunkId = 'chunk_id' in event ? event.chunk_id : undefined;
  return {
    run_id: runId === undefined ? null : String(runId),
    chunk_id: chunkId === undefined ? null : String(chunkId),
  };
}

function endValues(end: AuditEnd): Values {
  return end.status === 'succeeded'
    ? { status: end.status, row_counts: JSON.stringify(end.rowCounts), error_name: null }
    : { status: end.status, row_counts: '{}', error_name: end.errorName };
}
