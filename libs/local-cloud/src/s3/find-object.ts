import type { S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import type { Bucket } from './store/buckets.ts';
import type { ObjectVersion } from './store/object-version.ts';
import { versionHeaders } from './object-headers.ts';

/** Which object, of which version. */
export interface ObjectName {
  readonly bucket: Bucket;
  readonly key: string;
  readonly versionId: string | undefined;
}

/**
 * Find an object that can be read.
 *
 * @throws {S3Error} `NoSuchKey`, `NoSuchVersion`; `MethodNotAllowed` for a delete marker by its id
 */
export function findObject(
  { store }: S3Call,
  { bucket, key, versionId }: ObjectName,
): ObjectVersion {
  const version = store.versions.find(bucket.name, key, versionId);
  if (!version && versionId !== undefined) {
    throw new S3Error('NoSuchVersion', 'The specified version does not exist.', {
      elements: { Key: key, VersionId: versionId },
    });
  }
  if (!version) throw noSuchKey(key, {});
  if (!version.isDeleteMarker) return version;
  const headers = { 'x-amz-delete-marker': 'true', ...versionHeaders(bucket, version) };
  if (versionId === undefined) throw noSuchKey(key, headers);
  throw new S3Error(
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    { elements: { ResourceType: 'DeleteMarker' }, headers: { ...headers, allow: 'DELETE' } },
  );
}

function noSuchKey(key: string, headers: Readonly<Record<string, string>>): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.', {
    elements: { Key: key },
    headers,
  });
}
