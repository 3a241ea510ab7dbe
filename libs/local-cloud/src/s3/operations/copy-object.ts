import { findCopySource, sourceVersionHeaders } from '../copy-source.ts';
import { readObjectAttributes } from '../object-attributes.ts';
import { writtenHeaders } from '../object-headers.ts';
import { copyBody } from '../payload/copy-body.ts';
import { parseAlgorithm } from '../payload/expected-digests.ts';
import { headerOf, requireBucket, type S3Call, type S3Operation } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { storeObject } from '../store-object.ts';
import type { ObjectAttributes, ObjectVersion } from '../store/object-version.ts';
import { writeXml } from '../write-xml.ts';

/** One request copies 5 GiB at most; more needs UploadPartCopy. */
const MOST_BYTES = 5 * 1024 ** 3;

/** CopyObject. Metadata and tags come along, unless a directive says REPLACE. */
export const copyObject: S3Operation = async (call) => {
  requireBucket(call);
  const source = findCopySource(call);
  assertCopyable(call, source.version);
  const attributes = attributesOfCopy(call, source.version.attributes);
  const algorithm =
    parseAlgorithm(headerOf(call, 'x-amz-checksum-algorithm')) ??
    source.version.attributes.checksum?.algorithm;
  const body = await copyBody(call.store.files, { pieces: source.version.body, algorithm });
  const { bucket, version } = await storeObject(call, body, attributes);
  const { checksum } = version.attributes;
  return {
    status: 200,
    headers: {
      ...writtenHeaders(bucket, version),
      ...sourceVersionHeaders(source.bucket, source.version),
    },
    body: writeXml('CopyObjectResult', [
      ['LastModified', new Date(version.modifiedMs).toISOString()],
      ['ETag', `"${version.etag}"`],
      ['ChecksumType', checksum?.type],
      ...(checksum ? [[`Checksum${checksum.algorithm}`, checksum.value] as const] : []),
    ]),
  };
};

function assertCopyable(call: S3Call, source: ObjectVersion): void {
  if (source.sizeBytes > MOST_BYTES) {
    throw new S3Error(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MOST_BYTES}`,
    );
  }
  const isSame = source.bucket === call.bucketName && source.key === call.key && source.isLatest;
  const changes = ['x-amz-server-side-encryption', 'x-amz-website-redirect-location'];
  const isChanged =
    directive(call, 'metadata') === 'REPLACE' ||
    changes.some((name) => headerOf(call, name) !== undefined);
  if (!isSame || isChanged) return;
  throw new S3Error(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function attributesOfCopy(call: S3Call, source: ObjectAttributes): ObjectAttributes {
  const given = readObjectAttributes(call);
  const encryption = Object.entries(given.headers).filter(([name]) => name.startsWith('x-amz-'));
  const kept =
    directive(call, 'metadata') === 'REPLACE'
      ? { headers: given.headers, metadata: given.metadata }
      : {
          headers: { ...source.headers, ...Object.fromEntries(encryption) },
          metadata: source.metadata,
        };
  return { ...kept, tags: directive(call, 'tagging') === 'REPLACE' ? given.tags : source.tags };
}

function directive(call: S3Call, about: 'metadata' | 'tagging'): 'COPY' | 'REPLACE' {
  const name = `x-amz-${about}-directive`;
  const value = headerOf(call, name)?.toUpperCase() ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw new S3Error('InvalidArgument', `Unknown ${about} directive.`, {
    elements: { ArgumentName: name },
  });
}
