import { readContainers, type ContainerSettings } from './container-settings.ts';
import { SettingsError } from './settings-error.ts';

/** Where a stage is deployed and what its resources are called. */
export interface Settings {
  /** `prod` has the documents' names; every other stage has its own behind them. */
  readonly stage: string;
  readonly account: string | undefined;
  readonly region: string;
  /** `owner/repository`: whose workflows may deploy and start the refresh. Without it, nobody's. */
  readonly githubRepo: string | undefined;
  readonly bucketName: string;
  /** The bucket is there already and only looked up. */
  readonly isBucketImported: boolean;
  readonly neo4jSecretName: string;
  readonly postgresSecretName: string;
  /** Where alarms and completions are sent; nobody when it is absent. */
  readonly alarmEmail: string | undefined;
  /** ARN of the account's provider of GitHub's tokens, when it has one: there can be only one. */
  readonly oidcProviderArn: string | undefined;
  readonly network: NetworkSettings;
  /** False in accounts whose limit leaves nothing to reserve. */
  readonly hasReservedConcurrency: boolean;
  /** How the chunks of TASK_02 run. */
  readonly chunks: ChunkSettings;
  /** What runs in containers; nothing unless told. */
  readonly containers: ContainerSettings;
}

/** Chunks in the history of their run, five at a time; or as executions of their own, as many as said. */
export type ChunkSettings =
  { readonly kind: 'inline' } | { readonly kind: 'distributed'; readonly atOnce: number };

/** The network of the conflict report: that of its database, or one of its own. */
export type NetworkSettings =
  | { readonly kind: 'own'; readonly cidr: string }
  | {
      readonly kind: 'existing';
      readonly vpcId: string;
      readonly privateSubnetIds: readonly string[];
      readonly databaseSecurityGroupId: string;
    };

/** Reads a value of the CDK context: `--context name=value`, or cdk.json. */
export type Context = (name: string) => unknown;

/** As the inline machine has it. */
const DEFAULT_CHUNKS_AT_ONCE = 5;
/** Each holds a connection of the database. */
const MAX_CHUNKS = 200;
const STAGE = /^[a-z][a-z0-9]{1,11}$/;
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;

/**
 * Read the settings of the stage that `stage` names (`dev` when absent).
 *
 * @param context - of the app
 * @param env - CDK_DEFAULT_ACCOUNT stands in for `account` where the CLI knows one
 * @throws {SettingsError} that names the value and its form
 */
export function readSettings(
  context: Context,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const text = (name: string): string | undefined => textOf(context(name));
  const stage = text('stage') ?? 'dev';
  if (!STAGE.test(stage)) {
    throw new SettingsError('stage must be 2 to 12 small letters and digits: dev, prod, sandbox1.');
  }
  const githubRepo = readRepository(text('github_repo'), stage);
  return {
    stage,
    account: text('account') ?? env['CDK_DEFAULT_ACCOUNT'],
    region: text('region') ?? 'us-east-2',
    githubRepo,
    bucketName: text('bucket_name') ?? `sbir-analytics-production-data${suffixOf(stage)}`,
    isBucketImported: text('create_new_bucket') === 'false',
    neo4jSecretName: text('neo4j_secret_name') ?? 'sbir-analytics/neo4j-aura',
    postgresSecretName: text('postgres_secret_name') ?? 'etl-pipeline/postgres',
    alarmEmail: text('alarm_email'),
    oidcProviderArn: text('oidc_provider_arn'),
    network: readNetwork(text),
    hasReservedConcurrency: text('reserved_concurrency') !== 'false',
    chunks: readChunks(text),
    containers: readContainers(text),
  };
}

/** What follows the documents' names in a stage: nothing in `prod`. */
export function suffixOf(stage: string): string {
  return stage === 'prod' ? '' : `-${stage}`;
}

/** A stage of one's own needs no workflows; production has them, and trusts this repository alone. */
function readRepository(repository: string | undefined, stage: string): string | undefined {
  if (repository === undefined && stage !== 'prod') return undefined;
  if (repository !== undefined && REPOSITORY.test(repository)) return repository;
  throw new SettingsError(
    'github_repo must name the repository whose workflows may deploy: --context github_repo=owner/repository.',
  );
}

function readNetwork(text: (name: string) => string | undefined): NetworkSettings {
  const vpcId = text('vpc_id');
  if (vpcId === undefined) return { kind: 'own', cidr: text('vpc_cidr') ?? '10.42.0.0/16' };
  const subnets = text('private_subnet_ids')?.split(',') ?? [];
  const databaseSecurityGroupId = text('database_security_group_id');
  if (subnets.length === 0 || databaseSecurityGroupId === undefined) {
    throw new SettingsError(
      'vpc_id needs private_subnet_ids, separated by commas, and database_security_group_id.',
    );
  }
  return { kind: 'existing', vpcId, privateSubnetIds: subnets, databaseSecurityGroupId };
}

function readChunks(text: (name: string) => string | undefined): ChunkSettings {
  const kind = text('task_02_chunks') ?? 'inline';
  const atOnce = text('task_02_chunks_at_once');
  if (kind === 'inline' && atOnce === undefined) return { kind };
  const number = Number(atOnce ?? DEFAULT_CHUNKS_AT_ONCE);
  if (kind === 'distributed' && Number.isInteger(number) && number >= 1 && number <= MAX_CHUNKS) {
    return { kind, atOnce: number };
  }
  throw new SettingsError(
    `task_02_chunks must be inline or distributed; task_02_chunks_at_once, of distributed alone, 1 to ${MAX_CHUNKS}.`,
  );
}

/** The command line gives texts; cdk.json may hold other values. An empty text is none. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
