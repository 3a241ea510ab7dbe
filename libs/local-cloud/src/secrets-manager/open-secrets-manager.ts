import { systemClock, type Clock } from '@pipelines/core';
import { startLoopbackServer } from '../endpoints/loopback-server.ts';
import { openEndpoint } from '../endpoints/open-endpoint.ts';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import { openSecretStore } from './secret-store.ts';
import { createSecretsHandler } from './secrets-handler.ts';

export interface OpenSecretsManagerOptions {
  /** State folder; the secrets lie in `<dataDir>/secrets-manager`, mode 0600. */
  readonly dataDir: string;
  /** Taken when it is free, else another. Default: the one of the last time. */
  readonly port?: number;
  /** Default: the pair of the data folder, made at random the first time. */
  readonly credentials?: AwsCredentials;
  /** Part of the ARNs. Requests signed for any region are answered. */
  readonly region?: string;
  /** Twelve digits. Default: zeros. */
  readonly accountId?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Told when the endpoint itself fails; a line holds nothing of a request. */
  onProblem?(line: string): void;
}

/** A Secrets Manager endpoint that answers. */
export interface SecretsManagerEndpoint {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `shared`: another opening of the folder, in a process that lives, serves it. */
  readonly provider: 'own' | 'shared';
  /** Of a shared endpoint it only detaches. */
  stop(): Promise<void>;
}

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
        store: await openSecretStore(folder),
        credentials: used,
        clock,
        region,
        accountId,
        onProblem: (line) => options.onProblem?.(line),
      });
      const server = await startLoopbackServer(handler, preferredPort);
      return { port: server.port, stop: () => server.close() };
    },
  });
  return { url, region, ...credentials, provider: isOwner ? 'own' : 'shared', stop };
}
