import type { SqlTaskAction, SqlTaskName } from '@pipelines/contracts';
import {
  Task01ExecutionError,
  Task02ExecutionError,
  Task03ExecutionError,
  type TaskFailedError,
  UpdateStatusesExecutionError,
} from './errors/task-errors.ts';

/** What tells one task from another. */
export interface TaskDefinition {
  /** As results name it. */
  readonly name: SqlTaskName;
  /** As log lines name it, `Task 01`. */
  readonly label: string;
  /** As metrics name it: `Task01Duration`, `Task01Rows`. */
  readonly metricPrefix: string;
  /** One transaction, one file after the other; the first one names the task in messages. */
  readonly files: readonly string[];
  /** Runs last, in the same transaction, when the task ends a run. */
  readonly closingFile: string | undefined;
  /** The steps whose row counts, added up, are the task's. */
  readonly countedSteps: readonly string[];
  /** Further counts for the reader on call: name in the result → step. */
  readonly detailSteps: Readonly<Record<string, string>>;
  /** The count of a mocked run: the sample of the source document. */
  readonly mockRows: number;
  readonly ExecutionError: typeof TaskFailedError;
}

/** Of the SQL files, in the function's package. */
export const TASKS_FOLDER = 'sql/conflict-report/tasks';

/** Sets the run idle again after a failure. */
export const failRunFile = `${TASKS_FOLDER}/fail_run.sql`;

/** Sets the run idle after a success, and says when it was. */
export const finishRunFile = `${TASKS_FOLDER}/finish_run.sql`;

/** Applies the rules and describes visits: for TASK_02, for a chunk of it, and for TASK_03. */
export const judgeFile = `${TASKS_FOLDER}/task_02_update_conflicts.sql`;

/** Every task by the action that runs it. To add one: docs/guides/add-a-sql-task.md. */
export const tasks: Readonly<Record<SqlTaskAction, TaskDefinition>> = {
  task_01: {
    name: 'TASK_01',
    label: 'Task 01',
    metricPrefix: 'Task01',
    files: [`${TASKS_FOLDER}/task_01_copy_to_temp.sql`],
    closingFile: undefined,
    countedSteps: ['copy-to-temp'],
    detailSteps: {
      reminders_inserted: 'insert-reminders',
      reminders_updated: 'refresh-reminder-names',
      temp_rows: 'copy-to-temp',
      settings_updated: 'set-in-progress',
    },
    mockRows: 15_234,
    ExecutionError: Task01ExecutionError,
  },
  task_02: {
    name: 'TASK_02',
    label: 'Task 02',
    metricPrefix: 'Task02',
    files: [judgeFile],
    closingFile: finishRunFile,
    countedSteps: ['update-conflicts'],
    detailSteps: { marked_rows: 'list-due-pairs' },
    mockRows: 8_432,
    ExecutionError: Task02ExecutionError,
  },
  // Between its own two files, the one of TASK_02: sql/README.md.
  task_03: {
    name: 'TASK_03',
    label: 'Task 03',
    metricPrefix: 'Task03',
    files: [
      `${TASKS_FOLDER}/task_03_list_pairs.sql`,
      judgeFile,
      `${TASKS_FOLDER}/task_03_insert_conflicts.sql`,
    ],
    closingFile: undefined,
    countedSteps: ['insert-conflicts'],
    detailSteps: { visits: 'list-window-visits', new_pairs: 'list-new-pairs' },
    mockRows: 1_204,
    ExecutionError: Task03ExecutionError,
  },
  // Ends the run that TASK_01 began.
  update_statuses: {
    name: 'UPDATE_STATUSES',
    label: 'Status task',
    metricPrefix: 'UpdateStatuses',
    files: [`${TASKS_FOLDER}/update_statuses.sql`],
    closingFile: finishRunFile,
    countedSteps: [
      'resolve-missed-pairs',
      'resolve-stale-pairs',
      'reopen-conflicts',
      'flag-resolved-conflicts',
      'resolve-conflicts',
      'restore-unanswered-pairs',
      'restore-unanswered-conflicts',
    ],
    detailSteps: {
      missed_pairs_resolved: 'resolve-missed-pairs',
      stale_pairs_resolved: 'resolve-stale-pairs',
      conflicts_reopened: 'reopen-conflicts',
      conflicts_resolved: 'resolve-conflicts',
      pairs_unanswered: 'restore-unanswered-pairs',
      conflicts_unanswered: 'restore-unanswered-conflicts',
    },
    mockRows: 6_802,
    ExecutionError: UpdateStatusesExecutionError,
  },
};
