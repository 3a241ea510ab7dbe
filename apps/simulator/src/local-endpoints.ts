import {
  openS3,
  openSecretsManager,
  type EndpointServer,
  type S3Endpoint,
  type SecretsManagerEndpoint,
} from '@pipelines/local-cloud';
import { createLazyEngine } from './lazy-engine.ts';
import { createCallRecorder } from './permissions/call-recorder.ts';

/** A port on which the endpoints answer, in place of one of their own each. */
export interface SharedPort {
  readonly server: EndpointServer;
  /** Whether any key pair will do, besides the data folder's own, whose signatures are verified. */
  readonly takesAnyKey: boolean;
}

/** S3 and Secrets Manager of a data folder, each started when it is first needed. */
export interface LocalEndpoints {
  /** Every call gives the same endpoint; after a failed start the next call tries again. */
  s3(): Promise<S3Endpoint>;
  /** That endpoint, with this bucket in it. */
  s3WithBucket(bucket: string): Promise<S3Endpoint>;
  secretsManager(): Promise<SecretsManagerEndpoint>;
  /** Stop what was started. Nothing starts afterwards. */
  stop(): Promise<void>;
}

/**
 * Nothing happens before the first call. Both endpoints take the same credentials, and write down
 * what the functions call.
 */
export function createLocalEndpoints(options: {
  readonly dataDir: string;
  /** Buckets that are there from the start. */
  readonly buckets?: readonly string[] | undefined;
  readonly sharedPort?: SharedPort | undefined;
  onProblem(line: string): void;
}): LocalEndpoints {
  const { dataDir, sharedPort, buckets = [] } = options;
  const shared = { ...options, ...sharedPort, onCall: createCallRecorder(dataDir) };
  const s3 = createLazyEngine(async (signal) => {
    const endpoint = await openS3({ ...shared, signal });
    try {
      return await withBuckets(endpoint, buckets);
    } catch (error) {
      await endpoint.stop();
      throw error;
    }
  });
  const secretsManager = createLazyEngine((signal) => openSecretsManager({ ...shared, signal }));
  return {
    s3: async () => s3.open(),
    async s3WithBucket(bucket) {
      return withBuckets(await s3.open(), [bucket]);
    },
    secretsManager: async () => secretsManager.open(),
    async stop() {
      await Promise.all([s3.stop(), secretsManager.stop()]);
    },
  };
}

async function withBuckets(endpoint: S3Endpoint, buckets: readonly string[]): Promise<S3Endpoint> {
  if (buckets.length === 0) return endpoint;
  // Loaded here: the SDK takes a while, and most commands need no bucket.
  const { makeBucket } = await import('./storage/make-bucket.ts');
  for (const bucket of buckets) await makeBucket(endpoint, bucket);
  return endpoint;
}
