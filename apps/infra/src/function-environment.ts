import { nodeOptionsOf, type FunctionSpec } from '@pipelines/workflows';
import type { Settings } from './settings.ts';

/** What a deployment tells its functions; a row of the manifest names those that it may read. */
export interface DeployedValues {
  readonly settings: Settings;
  readonly account: string;
}

/**
 * The environment of a deployed function: of the names in its row those that have a value here, and
 * what its Node.js is told about memory. What has a default in the code is left to it, and no value is a secret: names of secrets are.
 */
export function deployedEnvironment(
  spec: FunctionSpec,
  { settings, account }: DeployedValues,
): Readonly<Record<string, string>> {
  const { stage, bucketName, neo4jSecretName, postgresSecretName } = settings;
  const all: Readonly<Record<string, string>> = {
    S3_BUCKET: bucketName,
    S3_BUCKET_OWNER: account,
    NEO4J_SECRET_NAME: neo4jSecretName,
    DB_SECRET_ID: postgresSecretName,
    ENVIRONMENT: stage,
    LOG_LEVEL: 'INFO',
    POSTGRES_ANALYTICS_SCHEMA: 'analytics',
    POSTGRES_CONFLICT_SCHEMA: 'conflict',
    POSTGRES_TLS: 'verify-full',
    // A production graph is not reset by an execution's input alone.
    ALLOW_GRAPH_RESET: stage === 'prod' ? 'false' : 'true',
  };
  const entries = spec.environment.flatMap((name) => {
    const value = all[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(entries), NODE_OPTIONS: nodeOptionsOf(spec) };
}
