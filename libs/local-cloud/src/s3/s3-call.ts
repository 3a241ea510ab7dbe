import type { IncomingMessage } from 'node:http';
import type { Clock } from '@pipelines/core';
import type { VerifiedSignature } from '../sigv4/verify-signature.ts';
import { S3Error } from './s3-error.ts';
import type { Bucket } from './store/buckets.ts';
import type { ObjectStore } from './store/object-store.ts';

/** A verified request, and what an operation needs to answer it. */
export interface S3Call {
  readonly request: IncomingMessage;
  /** Empty when the request names none, as does a list of buckets. */
  readonly bucketName: string;
  /** Empty for a request about a bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly signature: VerifiedSignature;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly region: string;
  /** Twelve digits; the owner of every bucket. */
  readonly accountId: string;
  /** Let a sender that waits for `100 Continue` go on. */
  acceptBody(): void;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream comes with its `content-length` among the headers. */
  readonly body?: string | AsyncIterable<Buffer>;
}

/** An operation of the S3 API. It throws an S3Error to refuse. */
export type S3Operation = (call: S3Call) => Promise<S3Answer>;

/** A header by its lower-case name; values of a repeated one are joined. */
export function headerOf({ request }: S3Call, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * The bucket that the request names.
 *
 * @throws {S3Error} `NoSuchBucket`
 */
export function requireBucket({ store, bucketName }: S3Call): Bucket {
  const bucket = store.buckets.find(bucketName);
  if (bucket) return bucket;
  throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', {
    elements: { BucketName: bucketName },
  });
}
