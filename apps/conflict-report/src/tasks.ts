import {
  Task01ExecutionError,
  Task02ExecutionError,
  type TaskFailedError,
} from './errors/task-errors.ts';

/** What tells one task from the other. */
export interface TaskDefinition {
  /** As results name it. */
  readonly name: 'TASK_01' | 'TASK_02';
  /** As log lines name it, `Task 01`. */
  readonly label: string;
  /** As metrics name it: `Task01Duration`, `Task01Rows`. */
  readonly metricPrefix: string;
  readonly file: string;
  /** Its steps run last, in the same transaction, unless RESET_IN_PROGRESS_FLAG is false. */
  readonly closingFile: string | undefined;
  /** The step whose row count is the task's. */
  readonly countedStep: string;
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

export const task01: TaskDefinition = {
  name: 'TASK_01',
  label: 'Task 01',
  metricPrefix: 'Task01',
  file: `${TASKS_FOLDER}/task_01_copy_to_temp.sql`,
  closingFile: undefined,
  countedStep: 'copy-to-temp',
  detailSteps: {
    reminders_inserted: 'insert-reminders',
    reminders_updated: 'refresh-reminder-names',
    temp_rows: 'copy-to-temp',
    settings_updated: 'set-in-progress',
  },
  mockRows: 15_234,
  ExecutionError: Task01ExecutionError,
};

export const task02: TaskDefinition = {
  name: 'TASK_02',
  label: 'Task 02',
  metricPrefix: 'Task02',
  file: `${TASKS_FOLDER}/task_02_update_conflicts.sql`,
  closingFile: finishRunFile,
  countedStep: 'update-conflicts',
  detailSteps: { marked_rows: 'list-due-pairs' },
  mockRows: 8_432,
  ExecutionError: Task02ExecutionError,
};
