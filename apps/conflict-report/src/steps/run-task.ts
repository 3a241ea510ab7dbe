import type {
  Task01Result,
  Task02Result,
  Task03Result,
  UpdateConflictsEvent,
  UpdateStatusesResult,
} from '@pipelines/contracts';
import { emitMetric } from '@pipelines/lambda-kit';
import type { ActionContext } from '../ports.ts';
import { task01, task02, task03, type TaskDefinition, updateStatusesTask } from '../tasks.ts';
import { readSettings } from '../settings.ts';
import { runOnDatabase, type TaskCounts } from './run-on-database.ts';
import { timesSince, type TaskTimes } from './task-times.ts';
import type { DatabaseAccess } from './with-database.ts';

/**
 * TASK_01: bring reminders up to date and copy the conflicts due for a check to the work table.
 *
 * Safe to run twice: one transaction, and the work table is replaced.
 *
 * @throws {Task01ExecutionError} after a rollback; {TaskTimeoutError} past the deadline
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function runTask01(context: ActionContext): Promise<Task01Result> {
  const { times, rows, details } = await runTask(task01, context);
  const { duration_seconds } = times;
  return {
    status: 'success',
    task: 'TASK_01',
    ...times,
    result: { status: 'success', affected_rows: rows, duration_seconds, details },
  };
}

/**
 * TASK_02: compute the conflicts due for a check anew and refresh those that still are conflicts.
 *
 * Safe to run twice: one transaction, and a second run writes the same values. It ends the run,
 * unless the event says that more of it follows.
 *
 * @throws {Task02ExecutionError} after a rollback; {TaskTimeoutError} past the deadline
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function runTask02(
  context: ActionContext<UpdateConflictsEvent>,
): Promise<Task02Result> {
  const endsRun = context.event.ends_run;
  const { times, rows, details } = await runTask(task02, context, { endsRun });
  const { duration_seconds } = times;
  return {
    status: 'success',
    task: 'TASK_02',
    ...times,
    result: { status: 'success', updated_rows: rows, duration_seconds, details },
  };
}

/**
 * TASK_03: compare all visits of the window and store the pairs that conflict and are not known yet.
 *
 * Safe to run twice: one transaction, and a second run inserts nothing.
 *
 * @throws {Task03ExecutionError} after a rollback; {TaskTimeoutError} past the deadline
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function runTask03(context: ActionContext): Promise<Task03Result> {
  const { times, rows, details } = await runTask(task03, context);
  const { duration_seconds } = times;
  return {
    status: 'success',
    task: 'TASK_03',
    ...times,
    result: { status: 'success', inserted_rows: rows, duration_seconds, details },
  };
}

/**
 * The status task: resolve what conflicts no longer, open again what does, and end the run.
 *
 * Safe to run twice: one transaction, and a second run changes nothing.
 *
 * @throws {UpdateStatusesExecutionError} after a rollback; {TaskTimeoutError} past the deadline
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function updateStatuses(context: ActionContext): Promise<UpdateStatusesResult> {
  const { times, rows, details } = await runTask(updateStatusesTask, context);
  const { duration_seconds } = times;
  return {
    status: 'success',
    task: 'UPDATE_STATUSES',
    ...times,
    result: { status: 'success', updated_rows: rows, duration_seconds, details },
  };
}

interface TaskOutcome extends TaskCounts {
  readonly times: TaskTimes;
}

async function runTask(
  task: TaskDefinition,
  context: ActionContext,
  { endsRun } = { endsRun: true },
): Promise<TaskOutcome> {
  const { event, ports, log } = context;
  const startMs = ports.clock.now();
  const settings = event.use_mock ? undefined : readSettings(ports.environment);
  const counts = settings
    ? await runOnDatabase(task, context, { settings, startMs, endsRun })
    : { rows: task.mockRows, details: {} };

  const times = timesSince(startMs, ports.clock);
  log.info(`${task.label} completed successfully in ${times.duration_seconds.toFixed(2)}s`, {
    duration_seconds: times.duration_seconds,
  });
  log.info(`Rows affected: ${counts.rows}`, { rows: counts.rows, details: counts.details });
  // A mocked run must not move the curves of the real ones.
  if (settings) emitTaskMetrics(task, { ...counts, times }, { settings, ports });
  return { ...counts, times };
}

function emitTaskMetrics(
  { metricPrefix }: TaskDefinition,
  { times, rows }: TaskOutcome,
  { settings, ports: { clock, writeLine } }: DatabaseAccess,
): void {
  const dimensions = { Environment: settings.environmentName };
  const options = { namespace: 'ETL/Pipeline', dimensions, clock, writeLine };
  const seconds = times.duration_seconds;
  emitMetric({ name: `${metricPrefix}Duration`, unit: 'Seconds', value: seconds }, options);
  emitMetric({ name: `${metricPrefix}Rows`, unit: 'Count', value: rows }, options);
}
