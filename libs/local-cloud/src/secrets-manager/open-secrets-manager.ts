import { systemClock } from '@pipelines/core';
import type { AwsEndpoint, AwsEndpointOptions } from '../endpoints/aws-endpoint.ts';
import { openEndpoint } from '../endpoints/open-endpoint.ts';
import { serveEndpoint } from '../endpoints/serve-endpoint.ts';
import { openSecretStores } from './secret-store.ts';
import { createSecretsHandler } from './secrets-handler.ts';

/** The secrets lie in `<dataDir>/secrets-manager`, mode 0600. */
export type OpenSecretsManagerOptions = AwsEndpointOptions;

/** A Secrets Manager endpoint that answers. */
export type SecretsManagerEndpoint = AwsEndpoint;

/**
 * Serve the secrets of a state folder by the Secrets Manager API, on the loopback, with signatures
 * verified. Values are on the disk as they are: a laptop's secrets, not production's.
 *
 * @throws {EndpointSharedError} when the folder is served with other credentials than those given
 */
export async function openSecretsManager(
  options: OpenSecretsManagerOptions,
): Promise<SecretsManagerEndpoint> {
  const { region = 'us-east-1', accountId = '000000000000', clock = systemClock } = options;
  const { url, credentials, isOwner, stop } = await openEndpoint({
    dataDir: options.dataDir,
    name: 'secrets-manager',
    credentials: options.credentials,
    port: options.port,
    signal: options.signal,
    async start(folder, used, preferredPort) {
      const handler = createSecretsHandler({
        secrets: await openSecretStores(folder),
        credentials: used,
        takesAnyKey: options.takesAnyKey === true,
        clock,
        region,
        accountId,
        onProblem: (line) => options.onProblem?.(line),
        onCall: (call) => options.onCall?.(call),
      });
      const { server } = options;
      return serveEndpoint('secretsmanager', handler, { server, preferredPort });
    },
  });
  return { url, region, ...credentials, provider: isOwner ? 'own' : 'shared', stop };
}
