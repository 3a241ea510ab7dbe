import type { S3Endpoint } from '@pipelines/local-cloud';
import type { FunctionSpec } from '@pipelines/workflows';
import type { LocalEndpoints } from './local-endpoints.ts';
import { sessionTokenFor } from './permissions/recorded-calls.ts';
import { sbirBucketOf } from './storage/sbir-bucket.ts';

/** Names that the SDKs read themselves: no code of a function knows where it runs. */
const S3 = 'AWS_ENDPOINT_URL_S3';
const SECRETS_MANAGER = 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
const BUCKET = 'S3_BUCKET';
/** What goes with endpoints of the user's own. */
const GIVEN_NAMES = [
  S3,
  SECRETS_MANAGER,
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
] as const;

type Values = Readonly<Record<string, string>>;

/** Whether the user brings an AWS endpoint; then no function gets one of the simulator's. */
export function areEndpointsGiven(env: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(env[S3] || env[SECRETS_MANAGER]);
}

/**
 * The endpoints that a function's manifest row asks for, by declaring their variables or
 * `S3_BUCKET`, and the key pair that they take, with a session token of the function's own, by which
 * its calls are known. The bucket exists then.
 *
 * A function has one pair of credentials: when the user brings one of the endpoints, it gets the
 * user's endpoints and pair, and nothing of the simulator's.
 *
 * @param endpoints - started by this when the function needs them
 */
export async function endpointValues(
  spec: FunctionSpec,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly mode: 'real' | 'mock';
    readonly endpoints: Pick<LocalEndpoints, 's3' | 's3WithBucket' | 'secretsManager'>;
  },
): Promise<Values> {
  const { env, mode, endpoints } = options;
  const isDeclared = (name: string): boolean => spec.environment.includes(name);
  const hasBucket = isDeclared(BUCKET);
  const bucket: Values = hasBucket ? { [BUCKET]: sbirBucketOf(env) } : {};
  if (mode === 'mock') return bucket;
  if (areEndpointsGiven(env)) return hasBucket ? { ...givenValues(env), ...bucket } : {};
  const s3 = hasBucket
    ? await endpoints.s3WithBucket(sbirBucketOf(env))
    : isDeclared(S3)
      ? await endpoints.s3()
      : undefined;
  const secrets = isDeclared(SECRETS_MANAGER) ? await endpoints.secretsManager() : undefined;
  const pair = s3 ?? secrets;
  return {
    ...bucket,
    ...(s3 && { [S3]: s3.url }),
    ...(secrets && { [SECRETS_MANAGER]: secrets.url }),
    ...(pair && { ...pairOf(pair), AWS_SESSION_TOKEN: sessionTokenFor(spec.name) }),
  };
}

/** A local S3 and its key pair, by the names that the SDKs read. */
export function storageValues(endpoint: S3Endpoint): Values {
  return { [S3]: endpoint.url, ...pairOf(endpoint) };
}

function pairOf(endpoint: Pick<S3Endpoint, 'accessKeyId' | 'secretAccessKey'>): Values {
  return {
    AWS_ACCESS_KEY_ID: endpoint.accessKeyId,
    AWS_SECRET_ACCESS_KEY: endpoint.secretAccessKey,
  };
}

function givenValues(env: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(
    GIVEN_NAMES.flatMap((name) => {
      const value = env[name];
      return value ? [[name, value] as const] : [];
    }),
  );
}
