/** What the contract says of an action that runs one SQL task. */
interface SqlTaskContract {
  /** In results and failures. */
  readonly name: string;
  /** What its rows are called in its result. */
  readonly rowsField: 'affected_rows' | 'inserted_rows' | 'updated_rows';
}

/**
 * Every SQL task by the action that runs it, in the order in which an error message lists them.
 *
 * A new task is a line here and one in `apps/conflict-report/src/tasks.ts`:
 * docs/guides/add-a-sql-task.md.
 */
export const sqlTasks = {
  task_01: { name: 'TASK_01', rowsField: 'affected_rows' },
  task_02: { name: 'TASK_02', rowsField: 'updated_rows' },
  task_03: { name: 'TASK_03', rowsField: 'inserted_rows' },
  update_statuses: { name: 'UPDATE_STATUSES', rowsField: 'updated_rows' },
} as const satisfies Readonly<Record<string, SqlTaskContract>>;

export type SqlTaskAction = keyof typeof sqlTasks;
export type SqlTaskName = (typeof sqlTasks)[SqlTaskAction]['name'];

/** The keys of {@link sqlTasks}, with their type. */
export const sqlTaskActions = Object.keys(sqlTasks) as readonly SqlTaskAction[];
