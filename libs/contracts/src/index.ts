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
export {
  awardColumns,
  personalAwardColumns,
  requiredAwardColumns,
  type AwardColumn,
} from './sbir-refresh/award-columns.ts';
export { companyColumns, type CompanyColumn } from './sbir-refresh/company-columns.ts';
export {
  downloadCsvBody,
  downloadCsvEvent,
  type DownloadCsvBody,
  type DownloadCsvEvent,
} from './sbir-refresh/download-csv.ts';
export {
  loadCursor,
  loadNeo4jBody,
  loadNeo4jEvent,
  loadResult,
  type LoadCursor,
  type LoadNeo4jBody,
  type LoadNeo4jEvent,
} from './sbir-refresh/load-neo4j.ts';
export { neo4jSecret, type Neo4jSecret } from './sbir-refresh/neo4j-secret.ts';
export { refreshInput, type RefreshInput } from './sbir-refresh/refresh-input.ts';
export {
  resetCounts,
  resetNeo4jBody,
  resetNeo4jEvent,
  type ResetNeo4jBody,
  type ResetNeo4jEvent,
} from './sbir-refresh/reset-neo4j.ts';
export {
  runAllBody,
  runAllEnvelope,
  runAllEvent,
  type RunAllBody,
  type RunAllEnvelope,
  type RunAllEvent,
} from './sbir-refresh/run-all.ts';
export {
  smokeChecksBody,
  smokeChecksEvent,
  type SmokeChecksBody,
  type SmokeChecksEvent,
} from './sbir-refresh/smoke-checks.ts';
export { stepEnvelope, stepFailure, type StepFailure } from './sbir-refresh/step-envelope.ts';
export {
  enrichmentChecksBody,
  enrichmentChecksEvent,
  type EnrichmentChecksBody,
  type EnrichmentChecksEvent,
} from './sbir-refresh/enrichment-checks.ts';
export {
  ingestionChecksBody,
  ingestionChecksEvent,
  type IngestionChecksBody,
  type IngestionChecksEvent,
  type IngestionSummary,
} from './sbir-refresh/ingestion-checks.ts';
export {
  companyPrefixes,
  profileInputsBody,
  profileInputsEvent,
  type ProfileInputsBody,
  type ProfileInputsEvent,
} from './sbir-refresh/profile-inputs.ts';
export {
  digestCounts,
  lastSuccess,
  recordSuccessBody,
  recordSuccessEvent,
  type DigestCounts,
  type LastSuccess,
  type RecordSuccessBody,
  type RecordSuccessEvent,
  type WorkingDocument,
} from './sbir-refresh/record-success.ts';
export {
  datasetMetadata,
  DEFAULT_SOURCE_URL,
  validateDatasetBody,
  validateDatasetEvent,
  type DatasetMetadata,
  type ValidateDatasetBody,
  type ValidateDatasetEvent,
} from './sbir-refresh/validate-dataset.ts';
export {
  dagsterSecret,
  triggerDagsterRefreshBody,
  triggerDagsterRefreshEvent,
  type TriggerDagsterRefreshBody,
  type TriggerDagsterRefreshEvent,
} from './sbir-refresh/trigger-dagster-refresh.ts';
