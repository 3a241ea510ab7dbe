import { PipelineError } from '@pipelines/core';
import { type Logger, UnexpectedError } from '@pipelines/lambda-kit';
import {
  type Database,
  parseSqlTask,
  runSqlTask,
  type SqlTask,
  type StepReport,
  TaskAlreadyRunningError,
  TaskTimeoutError as SqlTaskTimeoutError,
} from '@pipelines/sql-tasks';
import { TaskFailedError, TaskTimeoutError } from '../errors/task-errors.ts';
import type { ActionContext, Ports } from '../ports.ts';
import type { Settings } from '../settings.ts';
import type { TaskDefinition } from '../tasks.ts';
import { reportRunFailed } from './report-run-failed.ts';
import { statementDeadlineMs } from './statement-deadline.ts';
import { schemaIdentifiers } from './schema-identifiers.ts';
import { type TaskTimes, timesSince } from './task-times.ts';
import { withDatabase } from './with-database.ts';

/** What a task that committed has to count. */
export interface TaskCounts {
  readonly rows: number;
  readonly details: Readonly<Record<string, number>>;
}

export interface TaskRun {
  readonly settings: Settings;
  /** Epoch milliseconds at which the task began, connecting included. */
  readonly startMs: number;
}

/**
 * Run a task's SQL in one transaction on the configured database.
 *
 * When it fails, all it did is rolled back, and the run is reported failed in the settings table.
 *
 * @throws {TaskFailedError} the task's own subclass, or {TaskTimeoutError}
 * @throws what {@link withDatabase} throws, before anything was run
 */
export async function runOnDatabase(
  task: TaskDefinition,
  context: ActionContext,
  run: TaskRun,
): Promise<TaskCounts> {
  const access = { settings: run.settings, ports: context.ports };
  const attempt = async (database: Database): Promise<TaskCounts> => {
    try {
      return await execute(task, context, { ...run, database });
    } catch (thrown) {
      throw toTaskError(thrown, task, timesSince(run.startMs, context.ports.clock));
    }
  };
  try {
    return await withDatabase(access, attempt);
  } catch (error) {
    if (error instanceof TaskFailedError && !isOtherRunActive(error)) {
      await reportRunFailed(access, context.log);
    }
    throw error;
  }
}

/** The flag in the settings table is then the other run's, and it is right. */
function isOtherRunActive(error: TaskFailedError): boolean {
  return error.cause instanceof TaskAlreadyRunningError;
}

async function execute(
  task: TaskDefinition,
  { event, ports, log, invocation }: ActionContext,
  { settings, startMs, database }: TaskRun & { readonly database: Database },
): Promise<TaskCounts> {
  const asOf = event.as_of ?? settings.asOf ?? new Date(startMs).toISOString();
  const { rowsByStep } = await runSqlTask(await readTask(task, settings, ports), {
    database,
    identifiers: schemaIdentifiers(settings),
    values: { as_of: asOf },
    lockName: `conflict-report:${settings.conflictSchema}`,
    statementTimeoutMs: statementDeadlineMs(
      settings.statementTimeoutMs,
      invocation.getRemainingTimeInMillis(),
    ),
    clock: ports.clock,
    onStep: (step) => logStep(log, step),
  });
  return countRows(task, rowsByStep);
}

function countRows(
  { countedStep, detailSteps }: TaskDefinition,
  rowsByStep: Readonly<Record<string, number>>,
): TaskCounts {
  const details: Record<string, number> = {};
  for (const [name, step] of Object.entries(detailSteps)) details[name] = rowsByStep[step] ?? 0;
  return { rows: rowsByStep[countedStep] ?? 0, details };
}

function logStep(log: Logger, { name, rows, durationMs }: StepReport): void {
  log.info(`Step ${name} done`, { step: name, rows, duration_seconds: durationMs / 1_000 });
}

/** The task's own steps and, at the end of the same transaction, those that close the run. */
async function readTask(task: TaskDefinition, settings: Settings, ports: Ports): Promise<SqlTask> {
  const main = parseSqlTask(await ports.readAsset(task.file), task.file);
  if (!task.closingFile || !settings.resetsInProgressFlag) return main;
  const closing = parseSqlTask(await ports.readAsset(task.closingFile), task.closingFile);
  return { file: main.file, steps: [...main.steps, ...closing.steps] };
}

function toTaskError(thrown: unknown, task: TaskDefinition, times: TaskTimes): TaskFailedError {
  const cause = thrown instanceof PipelineError ? thrown : new UnexpectedError(thrown);
  const body = { status: 'failed' as const, task: task.name, ...times, error: cause.message };
  if (cause instanceof SqlTaskTimeoutError) return new TaskTimeoutError(body, { cause });
  return new task.ExecutionError(body, { cause });
}
