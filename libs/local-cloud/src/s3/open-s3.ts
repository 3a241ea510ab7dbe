import { systemClock, type Clock } from '@pipelines/core';
import { startLoopbackServer } from '../endpoints/loopback-server.ts';
import { openEndpoint } from '../endpoints/open-endpoint.ts';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import { createS3Handler } from './s3-handler.ts';
import { openObjectStore } from './store/object-store.ts';

export interface OpenS3Options {
  /** State folder; the objects lie in `<dataDir>/s3`. */
  readonly dataDir: string;
  /** Taken when it is free, else another. Default: the one of the last time. */
  readonly port?: number;
  /** Default: the pair of the data folder, made at random the first time. */
  readonly credentials?: AwsCredentials;
  /** What clients are to be told. Requests signed for any region are answered. */
  readonly region?: string;
  /** Twelve digits. Default: zeros. */
  readonly accountId?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Told when the endpoint itself fails; a line holds nothing of a request. */
  onProblem?(line: string): void;
}

/** An S3 endpoint that answers. */
export interface S3Endpoint {
  /** `http://127.0.0.1:17800`: with an IP address the SDKs choose path style by themselves. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `shared`: another opening of the folder, in a process that lives, serves it. */
  readonly provider: 'own' | 'shared';
  /** Requests in flight lose their connection. Of a shared endpoint it only detaches. */
  stop(): Promise<void>;
}

/**
 * Serve the objects of a state folder by the S3 API, on the loopback, with signatures verified.
 *
 * A write is answered when its data is on the disk. A killed process leaves no half object; what
 * it had begun is removed at the next opening.
 *
 * @throws {EndpointSharedError} when the folder is served with other credentials than those given
 */
export async function openS3(options: OpenS3Options): Promise<S3Endpoint> {
  const { region = 'us-east-1', accountId = '000000000000', clock = systemClock } = options;
  const { url, credentials, isOwner, stop } = await openEndpoint({
    dataDir: options.dataDir,
    name: 's3',
    credentials: options.credentials,
    port: options.port,
    signal: options.signal,
    async start(folder, used, preferredPort) {
      const store = await openObjectStore(folder);
      const handler = createS3Handler({
        store,
        credentials: used,
        clock,
        region,
        accountId,
        onProblem: (line) => options.onProblem?.(line),
      });
      const server = await startLoopbackServer(handler, preferredPort);
      return {
        port: server.port,
        async stop() {
          await server.close();
          store.close();
        },
      };
    },
  });
  return { url, region, ...credentials, provider: isOwner ? 'own' : 'shared', stop };
}
