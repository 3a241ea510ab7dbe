import type { FunctionSpec } from '@pipelines/workflows';
import type { LocalEndpoints } from './local-endpoints.ts';

/** Names that the SDKs read themselves: no code of a function knows where it runs. */
const S3 = 'AWS_ENDPOINT_URL_S3';
const SECRETS_MANAGER = 'AWS_ENDPOINT_URL_SECRETS_MANAGER';

/**
 * The local endpoints that a function's manifest row asks for by declaring their variables, and
 * the key pair that they take; nothing when the user brings one of the endpoints, because a
 * function has one pair of credentials.
 *
 * @param endpoints - started by this when the function needs them
 */
export async function endpointValues(
  spec: FunctionSpec,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly mode: 'real' | 'mock';
    readonly endpoints: Pick<LocalEndpoints, 's3' | 'secretsManager'>;
  },
): Promise<Readonly<Record<string, string>>> {
  const { env, mode, endpoints } = options;
  if (mode === 'mock' || env[S3] || env[SECRETS_MANAGER]) return {};
  const s3 = spec.environment.includes(S3) ? await endpoints.s3() : undefined;
  const needsSecrets = spec.environment.includes(SECRETS_MANAGER);
  const secrets = needsSecrets ? await endpoints.secretsManager() : undefined;
  const pair = s3 ?? secrets;
  return {
    ...(s3 && { [S3]: s3.url }),
    ...(secrets && { [SECRETS_MANAGER]: secrets.url }),
    ...(pair && {
      AWS_ACCESS_KEY_ID: pair.accessKeyId,
      AWS_SECRET_ACCESS_KEY: pair.secretAccessKey,
    }),
  };
}
