import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Clock, systemClock } from '@pipelines/core';
import type { FileStore } from '../file-store.ts';
import { readAll } from '../read-all.ts';
import { assertBucket } from '../s3-url.ts';
import { listObjects } from './list-objects.ts';
import { ask, type Bucket, copyObject, headObject, readObject, writeObject } from './objects.ts';

export interface S3StoreOptions {
  readonly bucket: string;
  readonly client: S3Client;
  /** Twelve digits: S3 then refuses a bucket of that name that belongs to someone else. */
  readonly expectedBucketOwner?: string;
  /** For `lastModifiedMs` of a write: S3 does not tell it, and asking needs a right that writers lack. */
  readonly clock?: Clock;
}

/**
 * A bucket as a store. A stream of any length is sent as a multipart upload with checksums.
 *
 * @throws {InvalidPathError} when the bucket's name breaks S3's rules
 */
export function createS3Store(options: S3StoreOptions): FileStore {
  const { client, expectedBucketOwner: owner, clock = systemClock } = options;
  assertBucket(options.bucket);
  const target = {
    Bucket: options.bucket,
    ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
  };
  const bucket: Bucket = { client, target, clock };
  return {
    head: (key) => headObject(bucket, key),
    read: (key) => readObject(bucket, key),
    readText: async (key) => (await readAll((await readObject(bucket, key)).body)).toString(),
    write: (key, body, writeOptions = {}) =>
      writeObject(bucket, { key, body, options: writeOptions }),
    list: (prefix) => listObjects(client, target, prefix),
    copy: (from, to) => copyObject(bucket, from, to),
    delete: async (key) => {
      await ask(bucket, key, () => client.send(new DeleteObjectCommand({ ...target, Key: key })));
    },
  };
}
