import {
  type SqlTaskEvent,
  type SqlTaskResult,
  type SqlTaskAction,
  sqlTasks,
} from '@pipelines/contracts';
import type { Metric } from '@pipelines/lambda-kit';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { type TaskDefinition, tasks } from '../tasks.ts';
import { emitPipelineMetrics } from './emit-pipeline-metrics.ts';
import { runOnDatabase, type TaskCounts } from './run-on-database.ts';
import { timesSince, type TaskTimes } from './task-times.ts';

/**
 * Run the SQL task that the event names; what each does is in its file and in sql/README.md.
 *
 * Safe to run twice: one transaction, and a second run finds its work done. TASK_02 ends the run,
 * unless the event says that more of it follows.
 *
 * @throws {TaskFailedError} the task's own subclass after a rollback; {TaskTimeoutError} past the
 *   deadline
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function runTask(context: ActionContext<SqlTaskEvent>): Promise<SqlTaskResult> {
  const { event } = context;
  const task = tasks[event.action];
  const endsRun = event.action === 'task_02' ? event.ends_run : true;
  const { times, rows, details } = await measureTask(task, context, endsRun);
  const { duration_seconds } = times;
  return {
    status: 'success',
    task: task.name,
    ...times,
    result: { status: 'success', ...rowsOf(event.action, rows), duration_seconds, details },
  };
}

type Rows = Pick<SqlTaskResult['result'], 'affected_rows' | 'inserted_rows' | 'updated_rows'>;

function rowsOf(action: SqlTaskAction, rows: number): Rows {
  return { [sqlTasks[action].rowsField]: rows };
}

interface TaskOutcome extends TaskCounts {
  readonly times: TaskTimes;
}

async function measureTask(
  task: TaskDefinition,
  context: ActionContext,
  endsRun: boolean,
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
  const outcome = { ...counts, times };
  if (settings) emitPipelineMetrics(metricsOf(task, outcome), { settings, ports });
  return outcome;
}

function metricsOf(
  { metricPrefix }: TaskDefinition,
  { times, rows }: TaskOutcome,
): readonly Metric[] {
  return [
    { name: `${metricPrefix}Duration`, unit: 'Seconds', value: times.duration_seconds },
    { name: `${metricPrefix}Rows`, unit: 'Count', value: rows },
  ];
}
