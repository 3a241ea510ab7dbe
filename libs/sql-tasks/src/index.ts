export {
  bindSqlStep,
  UnknownSqlVariableError,
  type BoundStatement,
  type SqlBindings,
} from './bind-sql-step.ts';
export {
  connectDatabase,
  type ConnectOptions,
  type Database,
  type QueryResult,
} from './connect-database.ts';
export {
  ConnectionLostError,
  DatabaseAuthenticationError,
  DatabaseUnreachableError,
  StatementFailedError,
} from './database-errors.ts';
export { assertSchemaName, InvalidIdentifierError, quoteIdentifier } from './identifiers.ts';
export { parseSqlTask, type SqlStep, type SqlTask } from './parse-sql-task.ts';
export {
  runSqlTask,
  type RunSqlTaskOptions,
  type SqlTaskResult,
  type StepReport,
} from './run-sql-task.ts';
export { SqlTaskSyntaxError } from './scan-sql.ts';
export type { TaskLockMode } from './take-task-lock.ts';
export {
  SqlStepFailedError,
  TaskAlreadyRunningError,
  TaskConfigurationError,
  TaskTimeoutError,
} from './task-errors.ts';
