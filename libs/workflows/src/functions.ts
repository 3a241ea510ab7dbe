/** One Lambda function, as the simulator runs it and as the deployment creates it. */
export interface FunctionSpec {
  /** Name of the function and of its zip, `etl-pipeline-function`. */
  readonly name: string;
  /** Folder under `apps/`. */
  readonly app: string;
  /** Handler file inside the app; it exports `handler`. */
  readonly entry: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Every variable the function may read; nothing else reaches its process. */
  readonly environment: readonly string[];
  /** Secrets Manager ids it may read. */
  readonly secrets: readonly string[];
  /** Tables it may read, as `schema.table` or `schema.*`. */
  readonly reads: readonly string[];
  /** Tables it may write. */
  readonly writes: readonly string[];
}

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
      'conflict.etl_chunk_state',
      'conflict.etl_run',
      'conflict.payer_provider_reminders',
      'conflict.settings',
    ],
  },
];
