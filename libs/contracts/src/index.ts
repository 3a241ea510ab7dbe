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
  type UpdateConflictsEvent,
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
  task01Result,
  task02Result,
  task03Result,
  taskFailure,
  updateStatusesResult,
  validateConfigResult,
  verifyChunksResult,
  type ActionErrorBody,
  type ChunkResult,
  type ConnectionTestResult,
  type DateChunk,
  type PrepareChunksResult,
  type Task01Result,
  type Task02Result,
  type Task03Result,
  type TaskFailureBody,
  type UpdateStatusesResult,
  type ValidateConfigResult,
  type VerifyChunksResult,
} from './conflict-report/results.ts';
export {
  validationResult,
  type ValidationCheck,
  type ValidationResult,
} from './conflict-report/validation-result.ts';
