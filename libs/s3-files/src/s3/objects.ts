import {
  CopyObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Clock } from '@pipelines/core';
import { FileNotFoundError, PreconditionFailedError } from '../errors.ts';
import type { FileBody, FileContent, FileInfo, WriteOptions } from '../file-store.ts';
import { assertKey, assertMetadata } from '../keys.ts';
import { markSourceErrors, objectBody } from './object-body.ts';
import { translateS3Error } from './translate-s3-error.ts';
import { uploadBody, withoutQuotes } from './upload-body.ts';

/** One bucket and how it is asked. */
export interface Bucket {
  readonly client: S3Client;
  /** Goes into every request. */
  readonly target: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  readonly clock: Clock;
}

/** Check the key, ask, and put a failure into the words of every store. */
export async function ask<Result>(
  { target }: Bucket,
  key: string,
  act: () => Promise<Result>,
): Promise<Result> {
  assertKey(key);
  try {
    return await act();
  } catch (error) {
    throw translateS3Error(error, `s3://${target.Bucket}/${key}`, key);
  }
}

/** `FileStore.head` of a bucket. */
export async function headObject(bucket: Bucket, key: string): Promise<FileInfo | undefined> {
  const { client, target } = bucket;
  try {
    return await ask(bucket, key, async () =>
      infoOf(key, await client.send(new HeadObjectCommand({ ...target, Key: key }))),
    );
  } catch (error) {
    if (error instanceof FileNotFoundError) return undefined;
    throw error;
  }
}

/** `FileStore.read` of a bucket. */
export function readObject(bucket: Bucket, key: string): Promise<FileContent> {
  const { client, target } = bucket;
  return ask(bucket, key, async () => {
    const output = await client.send(new GetObjectCommand({ ...target, Key: key }));
    return { info: infoOf(key, output), body: objectBody(output, locationOf(bucket, key)) };
  });
}

export interface ObjectWrite {
  readonly key: string;
  readonly body: FileBody;
  readonly options: WriteOptions;
}

/** `FileStore.write` of a bucket: one conditional put, or a multipart upload. */
export async function writeObject(
  bucket: Bucket,
  { key, body, options }: ObjectWrite,
): Promise<FileInfo> {
  const { contentType, metadata = {}, ifMatch } = options;
  assertMetadata(metadata);
  const source = markSourceErrors(body);
  try {
    const put = { ...bucket.target, Key: key, ...putOptions(options) };
    const sent = await ask(bucket, key, () => uploadBody(bucket.client, put, source.body));
    const type = contentType === undefined ? {} : { contentType };
    return { key, ...sent, lastModifiedMs: bucket.clock.now(), ...type, metadata: { ...metadata } };
  } catch (error) {
    if (source.hasFailed()) throw source.failure();
    // S3 answers 404 where ifMatch meets no object at all.
    const isAbsent = error instanceof FileNotFoundError && ifMatch !== undefined;
    throw isAbsent ? new PreconditionFailedError(key, { cause: error }) : error;
  }
}

/** `FileStore.copy` of a bucket: S3 moves the bytes, up to 5 GB. */
export async function copyObject(bucket: Bucket, from: string, to: string): Promise<FileInfo> {
  assertKey(to);
  const source = await headObject(bucket, from);
  const location = locationOf(bucket, from);
  if (!source) throw new FileNotFoundError(`No file at ${location}`, [location]);
  const command = new CopyObjectCommand({
    ...bucket.target,
    Key: to,
    CopySource: `${bucket.target.Bucket}/${from.split('/').map(encodeURIComponent).join('/')}`,
    // The type and metadata that were read belong to this version.
    CopySourceIfMatch: `"${source.etag}"`,
  });
  const { CopyObjectResult: copied } = await ask(bucket, from, () => bucket.client.send(command));
  const lastModifiedMs = copied?.LastModified?.getTime() ?? bucket.clock.now();
  return { ...source, key: to, etag: withoutQuotes(copied?.ETag), lastModifiedMs };
}

function locationOf({ target }: Bucket, key: string): string {
  return `s3://${target.Bucket}/${key}`;
}

function infoOf(key: string, output: HeadObjectCommandOutput | GetObjectCommandOutput): FileInfo {
  const { ContentLength, ETag, LastModified, ContentType, Metadata } = output;
  return {
    key,
    size: ContentLength ?? 0,
    etag: withoutQuotes(ETag),
    lastModifiedMs: LastModified?.getTime() ?? 0,
    ...(ContentType === undefined ? {} : { contentType: ContentType }),
    metadata: { ...Metadata },
  };
}

function putOptions({ contentType, metadata, ifNoneMatch, ifMatch }: WriteOptions): object {
  return {
    ...(contentType === undefined ? {} : { ContentType: contentType }),
    ...(metadata === undefined ? {} : { Metadata: { ...metadata } }),
    ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { IfMatch: `"${ifMatch}"` }),
  };
}
