import { S3Client } from '@aws-sdk/client-s3';

/** Without these a swallowed packet hangs a Lambda until it is killed. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Longest silence on an open connection. */
const SILENCE_TIMEOUT_MS = 60_000;
const ATTEMPTS = 4;

/**
 * Make an S3 client that gives up in time.
 *
 * Region, credentials and endpoint come from the environment (`AWS_REGION`, `AWS_ENDPOINT_URL`…);
 * the region is `us-east-2` where none is set. Checksums are the SDK's default: CRC32 on every
 * upload, checked on every download that has one.
 */
export function createS3Client(): S3Client {
  return new S3Client({
    ...(process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION ? {} : { region: 'us-east-2' }),
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_TIMEOUT_MS },
  });
}
