import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { S3Endpoint } from '@pipelines/local-cloud';
import { createLocalS3Client } from './local-s3-client.ts';

/** Create a bucket on the local endpoint; one that is there already stays as it is. */
export async function ensureBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if ((error as Error).name !== 'BucketAlreadyOwnedByYou') throw error;
  }
}

/** As {@link ensureBucket}, with a client of its own. */
export async function makeBucket(endpoint: S3Endpoint, bucket: string): Promise<void> {
  const client = createLocalS3Client(endpoint);
  try {
    await ensureBucket(client, bucket);
  } finally {
    client.destroy();
  }
}
