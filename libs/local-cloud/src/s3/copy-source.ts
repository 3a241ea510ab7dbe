import { decodeAwsUri, parseAwsQuery } from '../sigv4/aws-uri.ts';
import { findObject } from './find-object.ts';
import { assertSourceConditions } from './object-conditions.ts';
import { headerOf, type S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import type { Bucket } from './store/buckets.ts';
import type { ObjectVersion } from './store/object-version.ts';

/**
 * The object that the header x-amz-copy-source names: `/bucket/key`, percent-encoded, perhaps with
 * `?versionId=…`.
 *
 * @throws {S3Error} `InvalidArgument`, `NoSuchBucket`, `NoSuchKey`, `PreconditionFailed`, …
 */
export function findCopySource(call: S3Call): { bucket: Bucket; version: ObjectVersion } {
  const header = headerOf(call, 'x-amz-copy-source') ?? '';
  const [, path = '', query = ''] = /^\/?([^?]*)(?:\?(.*))?$/s.exec(header) ?? [];
  const source = decodeAwsUri(path);
  const slash = source.indexOf('/');
  const [bucketName, key] = [source.slice(0, Math.max(0, slash)), source.slice(slash + 1)];
  if (bucketName === '' || key === '') {
    throw new S3Error(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      { elements: { ArgumentName: 'x-amz-copy-source' } },
    );
  }
  const bucket = call.store.buckets.find(bucketName);
  if (!bucket) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', {
      elements: { BucketName: bucketName },
    });
  }
  const versionId = new Map(parseAwsQuery(query)).get('versionId');
  const version = findObject(call, { bucket, key, versionId });
  assertSourceConditions(call, version);
  return { bucket, version };
}

/** The header that tells which version was copied; none in a bucket without versioning. */
export function sourceVersionHeaders(
  { versioning }: Bucket,
  { versionId }: ObjectVersion,
): Readonly<Record<string, string>> {
  return versioning ? { 'x-amz-copy-source-version-id': versionId } : {};
}
