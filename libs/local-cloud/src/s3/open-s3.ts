import { systemClock } from '@pipelines/core';
import type { AwsEndpoint, AwsEndpointOptions } from '../endpoints/aws-endpoint.ts';
import { openEndpoint } from '../endpoints/open-endpoint.ts';
import { serveEndpoint } from '../endpoints/serve-endpoint.ts';
import { createS3Handler } from './s3-handler.ts';
import { openObjectStore } from './store/object-store.ts';

/** The objects lie in `<dataDir>/s3`. */
export type OpenS3Options = AwsEndpointOptions;

/** An S3 endpoint that answers. */
export type S3Endpoint = AwsEndpoint;

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
        takesAnyKey: options.takesAnyKey === true,
        clock,
        region,
        accountId,
        onProblem: (line) => options.onProblem?.(line),
        onCall: (call) => options.onCall?.(call),
      });
      const { server } = options;
      const running = await serveEndpoint('s3', handler, { server, preferredPort });
      return {
        ...running,
        async stop() {
          await running.stop();
          store.close();
        },
      };
    },
  });
  return { url, region, ...credentials, provider: isOwner ? 'own' : 'shared', stop };
}
