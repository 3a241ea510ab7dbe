import { type Clock, PipelineError, systemClock } from '@pipelines/core';
import { bindSqlStep, type BoundStatement, type SqlBindings } from './bind-sql-step.ts';
import type { Database } from './connect-database.ts';
import { StatementFailedError } from './database-errors.ts';
import type { SqlTask } from './parse-sql-task.ts';

/** How long a statement waits for a lock that someone else holds before the task fails. */
const LOCK_TIMEOUT_MS = 30_000;

/** SQLSTATE of a statement that `statement_timeout` cancelled. */
const QUERY_CANCELED = '57014';

export interface RunSqlTaskOptions extends SqlBindings {
  readonly database: Database;
  /** Time for the whole task, not for each of its statements. */
  readonly statementTimeoutMs: number;
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

/** A step of a task failed; everything the task did is rolled back. */
export class SqlStepFailedError extends PipelineError {
  static {
    SqlStepFailedError.prototype.name = 'SqlStepFailedError';
  }

  readonly step: string;
  readonly sqlState: string | undefined;
  readonly constraint: string | undefined;
  readonly table: string | undefined;

  constructor(file: string, step: string, cause: Error) {
    super(`Step "${step}" of ${file} failed: ${cause.message}`, { cause });
    const failure = cause instanceof StatementFailedError ? cause : undefined;
    this.step = step;
    this.sqlState = failure?.sqlState;
    this.constraint = failure?.constraint;
    this.table = failure?.table;
  }
}

/** A task used up its time; everything it did is rolled back. The same work would run out again. */
export class TaskTimeoutError extends PipelineError {
  static {
    TaskTimeoutError.prototype.name = 'TaskTimeoutError';
  }

  readonly step: string;

  constructor(file: string, step: string, timeoutMs: number) {
    super(`Step "${step}" of ${file} was stopped: the task's ${timeoutMs / 1_000} s are used up`);
    this.step = step;
  }
}

/**
 * Run all steps of a task in one transaction, in UTC.
 *
 * The time limit is kept by the server (`statement_timeout`), so a statement ends even when this
 * process cannot act. A failure rolls back and leaves the connection usable.
 *
 * @returns rows per step name, as the server counts them
 * @throws {SqlStepFailedError} naming file and step; {TaskTimeoutError} when time is up
 * @throws {ConnectionLostError} when the connection goes away; the server rolls back by itself
 * @throws {UnknownSqlVariableError} and {InvalidIdentifierError} before anything is run
 */
export async function runSqlTask(
  task: SqlTask,
  options: RunSqlTaskOptions,
): Promise<{ readonly rowsByStep: Readonly<Record<string, number>> }> {
  const { database, clock = systemClock } = options;
  const statements = task.steps.map((step) => ({
    name: step.name,
    ...bindSqlStep(step, options),
  }));
  const deadlineMs = clock.now() + options.statementTimeoutMs;
  const run: Run = { ...options, clock, deadlineMs, file: task.file };
  const rowsByStep: Record<string, number> = {};

  await database.query('begin');
  try {
    await database.query("set local time zone 'UTC'");
    await database.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
    for (const statement of statements) {
      const startMs = clock.now();
      const rows = await runStatement(run, statement);
      rowsByStep[statement.name] = rows;
      options.onStep?.({ name: statement.name, rows, durationMs: clock.now() - startMs });
    }
    await runStatement(run, { name: 'commit', text: 'commit', values: [] });
    return { rowsByStep };
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

async function runStatement(
  { database, clock, deadlineMs, file, statementTimeoutMs }: Run,
  { name, text, values }: BoundStatement & { readonly name: string },
): Promise<number> {
  const remainingMs = Math.floor(deadlineMs - clock.now());
  // 0 would mean "no limit" to the server.
  if (remainingMs < 1) throw new TaskTimeoutError(file, name, statementTimeoutMs);
  try {
    await database.query(`set local statement_timeout = ${remainingMs}`);
    return (await database.query(text, values)).rowCount;
  } catch (error) {
    if (!(error instanceof StatementFailedError)) throw error;
    if (error.sqlState === QUERY_CANCELED) {
      throw new TaskTimeoutError(file, name, statementTimeoutMs);
    }
    throw new SqlStepFailedError(file, name, error);
  }
}
