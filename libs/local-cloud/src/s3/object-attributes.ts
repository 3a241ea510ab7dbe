import { parseAwsQuery } from '../sigv4/aws-uri.ts';
import { headerOf, type S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import type { ObjectAttributes, ObjectTag } from './store/object-version.ts';

/** Headers that are kept with an object and given back as they came. */
const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-website-redirect-location',
] as const;

const METADATA_PREFIX = 'x-amz-meta-';
const MOST_METADATA_BYTES = 2_048;
const MOST_TAGS = 10;

/**
 * What the headers of a request say about the object that it makes.
 *
 * Content-Encoding is kept without `aws-chunked`: that is how the request travelled, not what the
 * object is.
 *
 * @throws {S3Error} `MetadataTooLarge`, `InvalidTag`
 */
export function readObjectAttributes(call: S3Call): ObjectAttributes {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of KEPT_HEADERS) {
    const value = headerOf(call, name);
    const kept = name === 'content-encoding' ? withoutAwsChunked(value) : value;
    if (kept) headers[name] = kept;
  }
  return { headers, metadata: readMetadata(call), tags: readTags(headerOf(call, 'x-amz-tagging')) };
}

/**
 * Check the tags of an object.
 *
 * @throws {S3Error} `InvalidTag`: at most ten, each key once, 128 and 256 characters long
 */
export function assertTags(tags: readonly ObjectTag[]): void {
  const keys = new Set(tags.map(({ key }) => key));
  if (keys.size !== tags.length) {
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  if (tags.length > MOST_TAGS) {
    throw new S3Error('InvalidTag', 'Object tags cannot be greater than 10');
  }
  if (tags.some(({ key }) => key === '' || key.length > 128)) {
    throw new S3Error('InvalidTag', 'The TagKey you have provided is invalid');
  }
  if (tags.some(({ value }) => value.length > 256)) {
    throw new S3Error('InvalidTag', 'The TagValue you have provided is invalid');
  }
}

function readTags(header: string | undefined): readonly ObjectTag[] {
  const tags = parseAwsQuery(header ?? '').map(([key, value]) => ({ key, value }));
  assertTags(tags);
  return tags;
}

function readMetadata({ request }: S3Call): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = {};
  let sizeBytes = 0;
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (!name.startsWith(METADATA_PREFIX)) continue;
    const key = name.slice(METADATA_PREFIX.length);
    metadata[key] = values.join(',');
    sizeBytes += key.length + metadata[key].length;
  }
  if (sizeBytes <= MOST_METADATA_BYTES) return metadata;
  throw new S3Error(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    { elements: { Size: String(sizeBytes), MaxSizeAllowed: String(MOST_METADATA_BYTES) } },
  );
}

function withoutAwsChunked(value: string | undefined): string | undefined {
  return value
    ?.split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked')
    .join(',');
}
