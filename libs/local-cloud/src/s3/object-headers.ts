import { checksumHeader } from './checksums/checksum.ts';
import { headerOf, type S3Call } from './s3-call.ts';
import type { Bucket } from './store/buckets.ts';
import type { ObjectVersion } from './store/object-version.ts';

/** Queries of a signed GET that replace a header of the answer. */
const OVERRIDES: Readonly<Record<string, string>> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};

/** Headers that tell the version which a request made or met; none in a bucket without versioning. */
export function versionHeaders(
  { versioning }: Bucket,
  { versionId }: Pick<ObjectVersion, 'versionId'>,
): Readonly<Record<string, string>> {
  return versioning ? { 'x-amz-version-id': versionId } : {};
}

/** What is known of a version that was just written. */
export type WrittenVersion = Pick<
  ObjectVersion,
  'versionId' | 'etag' | 'modifiedMs' | 'attributes'
>;

/** ETag, encryption and checksum: what the answer to a write says about the object. */
export function writtenHeaders(bucket: Bucket, version: WrittenVersion): Record<string, string> {
  const { headers } = version.attributes;
  const encryption = Object.entries(headers).filter(([name]) =>
    name.startsWith('x-amz-server-side-encryption'),
  );
  return {
    etag: `"${version.etag}"`,
    ...versionHeaders(bucket, version),
    ...Object.fromEntries(encryption),
    ...checksumHeaders(version),
  };
}

/**
 * The headers of an answer about an object, but for its length and range.
 *
 * @param isWhole - a checksum is of the whole object, and would contradict the data of a range
 */
export function objectHeaders(
  call: S3Call,
  { bucket, version, isWhole }: { bucket: Bucket; version: ObjectVersion; isWhole: boolean },
): Record<string, string> {
  const { headers, metadata, tags } = version.attributes;
  const answer: Record<string, string> = {
    ...headers,
    'accept-ranges': 'bytes',
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.modifiedMs).toUTCString(),
    ...versionHeaders(bucket, version),
  };
  for (const [name, value] of Object.entries(metadata)) answer[`x-amz-meta-${name}`] = value;
  if (tags.length > 0) answer['x-amz-tagging-count'] = String(tags.length);
  const wantsChecksum = headerOf(call, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  if (wantsChecksum && isWhole) Object.assign(answer, checksumHeaders(version));
  for (const [query, name] of Object.entries(OVERRIDES)) {
    const value = call.query.get(query);
    if (value !== undefined) answer[name] = value;
  }
  return answer;
}

function checksumHeaders({ attributes }: WrittenVersion): Readonly<Record<string, string>> {
  const { checksum } = attributes;
  if (!checksum) return {};
  return {
    [checksumHeader(checksum.algorithm)]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  };
}
