import type { FunctionSpec } from './function-spec.ts';

const NEO4J_SECRET = 'sbir-analytics/neo4j-aura';

/** What every function of the refresh may read. `S3_BUCKET_OWNER` guards against a bucket of the same name. */
const COMMON = [
  'S3_BUCKET',
  'S3_BUCKET_OWNER',
  'NEO4J_SECRET_NAME',
  'LOG_LEVEL',
  // For the simulator, as the next ones are: in AWS the SDK knows where its services are.
  'AWS_ENDPOINT_URL_S3',
];
/** `NEO4J_URI` and its companions are for the simulator: a deployment has the secret. */
const NEO4J = [
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  'GRAPH_PROFILE',
  'NEO4J_ALLOW_INSECURE',
  'NEO4J_DATABASE',
  'NEO4J_PASSWORD',
  'NEO4J_URI',
  'NEO4J_USERNAME',
];
/** Read where there is none under the prefix before it. */
const COMPANIES_FALLBACK = 'reference/companies/';
const COMPANIES = ['raw/companies/', COMPANIES_FALLBACK];
const LAST_SUCCESS = 'state/last_success.json';
const LOCK = 'state/lock.json';
/** Where data paths look first. */
const COPIES = 'data/raw/sbir/';

interface Rights {
  readonly memoryMb: number;
  readonly ephemeralMb?: number;
  readonly environment?: readonly string[];
  readonly secrets?: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly deletes?: readonly string[];
  readonly rarely?: readonly string[];
}

function row(name: string, rights: Rights): FunctionSpec {
  const { environment = [], secrets = [], ...rest } = rights;
  return {
    name,
    app: 'sbir-refresh',
    entry: `src/handlers/${name}.ts`,
    timeoutSeconds: 900,
    environment: [...COMMON, ...environment],
    secrets,
    ...rest,
  };
}

/** The steps of the machine, in its order. */
const steps: readonly FunctionSpec[] = [
  row('download-csv', {
    memoryMb: 512,
    ephemeralMb: 2_048,
    environment: ['DEFAULT_SOURCE_URL', 'ALLOWED_SOURCE_HOSTS', 'MIN_SOURCE_BYTES'],
    reads: [LAST_SUCCESS, 'raw/awards/'],
    writes: ['raw/awards/'],
    // A retry looks at what the try before it has left there.
    rarely: ['raw/awards/'],
  }),
  row('validate-dataset', {
    memoryMb: 512,
    reads: ['raw/awards/', 'schemas/', 'artifacts/latest/'],
    writes: ['artifacts/'],
  }),
  row('profile-inputs', {
    memoryMb: 512,
    reads: ['raw/awards/', ...COMPANIES, 'schemas/'],
    writes: ['artifacts/'],
    rarely: [COMPANIES_FALLBACK],
  }),
  row('ingestion-checks', {
    memoryMb: 1_024,
    ephemeralMb: 2_048,
    environment: ['ALLOW_ZERO_AMOUNT'],
    reads: ['raw/awards/', 'schemas/'],
    writes: ['processed/ingestion/', 'artifacts/', 'state/award_index/'],
  }),
  row('enrichment-checks', {
    memoryMb: 2_048,
    reads: ['raw/awards/', ...COMPANIES, LAST_SUCCESS],
    writes: ['artifacts/'],
    rarely: [COMPANIES_FALLBACK],
  }),
  row('reset-neo4j', {
    memoryMb: 512,
    environment: [...NEO4J, 'ALLOW_GRAPH_RESET'],
    secrets: [NEO4J_SECRET],
    reads: [],
    writes: [],
  }),
  row('load-neo4j', {
    memoryMb: 1_024,
    ephemeralMb: 2_048,
    environment: [
      ...NEO4J,
      'ALLOW_ZERO_AMOUNT',
      'NEO4J_BATCH_SIZE',
      'NEO4J_MAX_NODES',
      'NEO4J_MIN_AWARD_YEAR',
      'NEO4J_SAMPLE_LIMIT',
    ],
    secrets: [NEO4J_SECRET],
    reads: ['processed/ingestion/'],
    writes: ['artifacts/'],
  }),
  row('smoke-checks', {
    memoryMb: 512,
    environment: NEO4J,
    secrets: [NEO4J_SECRET],
    reads: ['artifacts/'],
    writes: ['artifacts/'],
  }),
  row('record-success', {
    memoryMb: 1_024,
    environment: ['KEEP_HISTORY'],
    // The sizes of all artefacts stand in the run manifest.
    reads: ['state/', 'artifacts/', 'raw/awards/', 'processed/ingestion/'],
    writes: ['state/', 'artifacts/', 'history/'],
    // With KEEP_HISTORY alone.
    rarely: ['history/'],
  }),
];

/** All of them in one: what each may read, write and see, run-all may. */
function unionOf(pick: (spec: FunctionSpec) => readonly string[]): readonly string[] {
  return [...new Set(steps.flatMap(pick))];
}

/**
 * The Lambda functions of the weekly refresh: size and rights of each, S3 prefixes included.
 *
 * Listing is allowed on what is read: without it S3 answers 403 for an object that is not there.
 * Source: sbir-contracts.md 2.3.
 */
export const sbirRefreshFunctions: readonly FunctionSpec[] = [
  ...steps,
  // In no machine: the whole refresh in one process, for who has no Step Functions.
  row('run-all', {
    memoryMb: 3_008,
    ephemeralMb: 4_096,
    environment: unionOf(({ environment }) => environment).filter((name) => !COMMON.includes(name)),
    secrets: [NEO4J_SECRET],
    reads: [...unionOf(({ reads }) => reads), COPIES],
    writes: [...unionOf(({ writes }) => writes), COPIES],
    deletes: [LOCK],
    rarely: unionOf(({ rarely = [] }) => rarely),
  }),
  // In no machine: an adapter for who runs the job in Dagster instead.
  row('trigger-dagster-refresh', {
    memoryMb: 256,
    environment: [
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
      'DAGSTER_CLOUD_API_URL',
      'DAGSTER_CLOUD_DEPLOYMENT',
      'DAGSTER_CLOUD_ORG',
      'DAGSTER_CLOUD_SECRET_NAME',
      'DAGSTER_CLOUD_TOKEN_HEADER',
    ],
    secrets: ['sbir-analytics/dagster-cloud-api-token'],
    reads: [],
    writes: [],
  }),
];
