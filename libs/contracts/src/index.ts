export {
  conflictReportEnvelope,
  failureBody,
  successBody,
  type ConflictReportEnvelope,
  type FailureBody,
  type SuccessBody,
} from './conflict-report/envelope.ts';
export {
  asOfTimestamp,
  conflictReportActions,
  conflictReportEvent,
  type ConflictReportAction,
  type ConflictReportEvent,
  type TaskAction,
} from './conflict-report/event.ts';
export { postgresSecret, type PostgresSecret } from './conflict-report/postgres-secret.ts';
export {
  actionError,
  connectionTestResult,
  task01Result,
  task02Result,
  taskFailure,
  validateConfigResult,
  type ActionErrorBody,
  type ConnectionTestResult,
  type Task01Result,
  type Task02Result,
  type TaskFailureBody,
  type ValidateConfigResult,
} from './conflict-report/results.ts';
export {
  validationResult,
  type ValidationCheck,
  type ValidationResult,
} from './conflict-report/validation-result.ts';
