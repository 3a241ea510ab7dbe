import type { ActionContext } from '../ports.ts';
import type { TaskDefinition } from '../tasks.ts';
import { asOfTime, attemptTask, type TaskRun } from './attempt-task.ts';
import { reportRunFailed } from './report-run-failed.ts';
import { runTaskFiles } from './run-task-files.ts';

/** What a task that committed has to count. */
export interface TaskCounts {
  readonly rows: number;
  readonly details: Readonly<Record<string, number>>;
}

/** A task that ends the run it belongs to sets the settings table idle, unless it is told not to. */
export interface ClosingTaskRun extends TaskRun {
  readonly endsRun: boolean;
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
  run: ClosingTaskRun,
): Promise<TaskCounts> {
  const { settings } = run;
  // In the same transaction as the task, so that its flag never tells of a run that was rolled back.
  const isClosed = run.endsRun && settings.resetsInProgressFlag;
  const closingFiles = task.closingFile && isClosed ? [task.closingFile] : [];
  const files = [...task.files, ...closingFiles];
  const { rowsByStep } = await attemptTask(task, context, {
    ...run,
    files,
    work: (database) =>
      runTaskFiles(context, {
        settings,
        database,
        files,
        values: { as_of: asOfTime(context, run) },
      }),
    countRows: (result) => result.rowsByStep,
    onFailure: () => reportRunFailed({ settings, ports: context.ports }, context.log),
  });
  return countRows(task, rowsByStep);
}

function countRows(
  { countedSteps, detailSteps }: TaskDefinition,
  rowsByStep: Readonly<Record<string, number>>,
): TaskCounts {
  const details: Record<string, number> = {};
  for (const [name, step] of Object.entries(detailSteps)) details[name] = rowsByStep[step] ?? 0;
  const rows = countedSteps.reduce((sum, step) => sum + (rowsByStep[step] ?? 0), 0);
  return { rows, details };
}
