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
  type ChunkEvent,
  type ConflictReportAction,
  type ConflictReportEvent,
  type ExplainEvent,
  type PrepareChunksEvent,
  type SqlTaskEvent,
  type VerifyChunksEvent,
} from './conflict-report/event.ts';
export {
  explainResult,
  type ExplainedRule,
  type ExplainedVisit,
  type ExplainReason,
  type ExplainResult,
} from './conflict-report/explain-result.ts';
export { postgresSecret, type PostgresSecret } from './conflict-report/postgres-secret.ts';
export {
  actionError,
  chunkResult,
  connectionTestResult,
  dateChunk,
  prepareChunksResult,
  sqlTaskResult,
  taskFailure,
  validateConfigResult,
  verifyChunksResult,
  type ActionErrorBody,
  type ChunkResult,
  type ConnectionTestResult,
  type DateChunk,
  type PrepareChunksResult,
  type SqlTaskResult,
  type TaskFailureBody,
  type ValidateConfigResult,
  type VerifyChunksResult,
} from './conflict-report/results.ts';
export { sqlTasks, type SqlTaskAction, type SqlTaskName } from './conflict-report/sql-tasks.ts';
export {
  validationResult,
  type ValidationCheck,
  type ValidationResult,
} from './conflict-report/validation-result.ts';
