export { bindSqlStep, UnknownSqlVariableError } from './bind-sql-step.ts';
export type { BoundStatement, SqlBindings } from './bind-sql-step.ts';
export { assertSchemaName, InvalidIdentifierError, quoteIdentifier } from './identifiers.ts';
export { parseSqlTask, type SqlStep, type SqlTask } from './parse-sql-task.ts';
export { SqlTaskSyntaxError } from './scan-sql.ts';
