import { type Clock, systemClock } from '@pipelines/core';
import { bindSqlStep, type BoundStatement, type SqlBindings } from './bind-sql-step.ts';
import type { Database, QueryResult } from './connect-database.ts';
import { StatementFailedError } from './database-errors.ts';
import type { SqlTask } from './parse-sql-task.ts';
import { takeTaskLock, type TaskLockMode } from './take-task-lock.ts';
import {
  SqlStepFailedError,
  TaskAlreadyRunningError,
  TaskConfigurationError,
  TaskTimeoutError,
} from './task-errors.ts';

/** How long a statement waits for a lock that someone else holds before the task fails. */
const LOCK_TIMEOUT_MS = 30_000;

/** SQLSTATE of a statement that `statement_timeout` cancelled. */
const QUERY_CANCELED = '57014';

const CHECK_VIOLATION = '23514';

/** Steps so named only ask whether the task may run; their check constraints say what they expect. */
const CHECK_STEP = /^check-/;

export interface RunSqlTaskOptions extends SqlBindings {
  readonly database: Database;
  /** Time for the whole task, not for each of its statements. */
  readonly statementTimeoutMs: number;
  /** Nothing else runs under this name at the same time, in this database. */
  readonly lockName?: string;
  /** `shared` lets tasks run beside each other that share the name; an exclusive one still not. */
  readonly lockMode?: TaskLockMode;
  /** Called after each step with its row count. */
  readonly onStep?: (step: StepReport) => void;
  readonly clock?: Clock;
}

/** What happened in one step. */
export interface StepReport {
  readonly name: string;
  readonly rows: number;
  readonly durationMs: number;
}

/** What a task that committed has done, and what it has to say. */
export interface SqlTaskResult {
  readonly rowsByStep: Readonly<Record<string, number>>;
  /** Of the last step; empty when that one selects nothing. */
  readonly lastRows: QueryResult['rows'];
}

/**
 * Run all steps of a task in one transaction, in UTC.
 *
 * The time limit is kept by the server (`statement_timeout`), so a statement ends even when this
 * process cannot act. A failure rolls back and leaves the connection usable.
 *
 * @returns rows per step name, as the server counts them, and the rows that the last step selects
 * @throws {SqlStepFailedError} naming file and step; {TaskTimeoutError} when time is up
 * @throws {TaskConfigurationError} when a step named `check-…` violates a check constraint
 * @throws {TaskAlreadyRunningError} at once, when another session holds `lockName`
 * @throws {ConnectionLostError} when the connection goes away; the server rolls back by itself
 * @throws {UnknownSqlVariableError} and {InvalidIdentifierError} before anything is run
 */
export async function runSqlTask(
  task: SqlTask,
  options: RunSqlTaskOptions,
): Promise<SqlTaskResult> {
  const { database, clock = systemClock } = options;
  const statements = task.steps.map((step) => ({
    name: step.name,
    ...bindSqlStep(step, options),
  }));
  const deadlineMs = clock.now() + options.statementTimeoutMs;
  const run: Run = { ...options, clock, deadlineMs, file: task.file };

  await database.query('begin');
  try {
    await database.query("set local time zone 'UTC'");
    await database.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await lockTask(run);
    const result = await runStatements(run, statements);
    await runStatement(run, { name: 'commit', text: 'commit', values: [] });
    return result;
  } catch (error) {
    // A lost connection cannot roll back, and need not: the server does. Keep the first error.
    await database.query('rollback').catch(() => undefined);
    throw error;
  }
}

interface Run extends RunSqlTaskOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

interface NamedStatement extends BoundStatement {
  readonly name: string;
}

async function lockTask({ database, file, lockName, lockMode }: Run): Promise<void> {
  if (lockName === undefined) return;
  const holder = await takeTaskLock(database, lockName, lockMode);
  if (holder !== undefined) throw new TaskAlreadyRunningError(file, lockName, holder);
}

async function runStatements(
  run: Run,
  statements: readonly NamedStatement[],
): Promise<SqlTaskResult> {
  const rowsByStep: Record<string, number> = {};
  let lastRows: QueryResult['rows'] = [];
  for (const statement of statements) {
    const startMs = run.clock.now();
    const { rows, rowCount } = await runStatement(run, statement);
    rowsByStep[statement.name] = rowCount;
    lastRows = rows;
    run.onStep?.({ name: statement.name, rows: rowCount, durationMs: run.clock.now() - startMs });
  }
  return { rowsByStep, lastRows };
}

async function runStatement(
  run: Run,
  { name, text, values }: NamedStatement,
): Promise<QueryResult> {
  const { database, clock, deadlineMs, file, statementTimeoutMs } = run;
  const remainingMs = Math.floor(deadlineMs - clock.now());
  // 0 would mean "no limit" to the server.
  if (remainingMs < 1) throw new TaskTimeoutError(file, name, statementTimeoutMs);
  try {
    await database.query(`set local statement_timeout = ${remainingMs}`);
    return await database.query(text, values);
  } catch (error) {
    throw toTaskError(error, name, run);
  }
}

function toTaskError(error: unknown, step: string, { file, statementTimeoutMs }: Run): unknown {
  if (!(error instanceof StatementFailedError)) return error;
  if (error.sqlState === QUERY_CANCELED)
    return new TaskTimeoutError(file, step, statementTimeoutMs);
  if (error.sqlState === CHECK_VIOLATION && error.constraint && CHECK_STEP.test(step)) {
    return new TaskConfigurationError(file, step, error.constraint);
  }
  return new SqlStepFailedError(file, step, error);
}
