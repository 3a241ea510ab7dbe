import type { S3Client } from '@aws-sdk/client-s3';
import type { FileStore } from '../file-store.ts';
import { createS3Client } from './create-s3-client.ts';
import { createS3Store } from './create-s3-store.ts';

/** Opens the store of a bucket: the real one, or another one in tests and dry runs. */
export type OpenStore = (bucket: string, expectedBucketOwner?: string) => FileStore;

let client: S3Client | undefined;

/**
 * The store of a bucket over this process's one S3 client, which is made at the first call: its
 * connections are then shared by all buckets.
 *
 * @param expectedBucketOwner - account id; S3 refuses a bucket of that name of another account
 * @throws {InvalidPathError} when the bucket's name breaks S3's rules
 */
export function openS3Store(bucket: string, expectedBucketOwner?: string): FileStore {
  client ??= createS3Client();
  return createS3Store({
    bucket,
    client,
    ...(expectedBucketOwner === undefined ? {} : { expectedBucketOwner }),
  });
}
