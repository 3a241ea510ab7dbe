import type { FunctionSpec } from './function-spec.ts';
import { sbirRefreshFunctions } from './sbir-refresh-functions.ts';

/**
 * Every Lambda function of the repository, one row each.
 *
 * Memory and timeout of the conflict report: conflict-report.md section 10 (1024 MB as in the cost
 * example, 900 s is Lambda's maximum). `POSTGRES_PASSWORD` is for the simulator and for tests: a
 * deployment passes `DB_SECRET_ID` in its place.
 */
export const functions: readonly FunctionSpec[] = [
  {
    name: 'etl-pipeline-function',
    app: 'conflict-report',
    entry: 'src/handlers/etl-pipeline-function.ts',
    memoryMb: 1_024,
    timeoutSeconds: 900,
    environment: [
      'POSTGRES_HOST',
      'POSTGRES_PORT',
      'POSTGRES_DATABASE',
      'POSTGRES_USER',
      'POSTGRES_PASSWORD',
      'POSTGRES_CONFLICT_SCHEMA',
      'POSTGRES_ANALYTICS_SCHEMA',
      'POSTGRES_TLS',
      'DB_SECRET_ID',
      // For the simulator: in AWS the SDK knows where its services are.
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
      'ENVIRONMENT',
      'LOG_LEVEL',
      'AS_OF',
      'TASK_STATEMENT_TIMEOUT_MS',
      'RESET_IN_PROGRESS_FLAG',
    ],
    secrets: ['etl-pipeline/postgres'],
    reads: ['analytics.*', 'conflict.*'],
    writes: [
      'conflict.conflicts',
      'conflict.conflictvisitmaps',
      'conflict.conflictvisitmaps_temp',
      'conflict.etl_audit',
      'conflict.etl_chunk_state',
      'conflict.etl_run',
      'conflict.payer_provider_reminders',
      'conflict.settings',
    ],
  },
  ...sbirRefreshFunctions,
];
