import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Endpoint } from '@pipelines/local-cloud';

/** A client of the local endpoint, with the key pair that it takes. To be destroyed by the caller. */
export function createLocalS3Client(
  endpoint: S3Endpoint,
  settings: Pick<S3ClientConfig, 'responseChecksumValidation'> = {},
): S3Client {
  const { url, region, accessKeyId, secretAccessKey } = endpoint;
  return new S3Client({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
    // The endpoint is on this machine: what fails once fails again.
    maxAttempts: 1,
    ...settings,
  });
}
