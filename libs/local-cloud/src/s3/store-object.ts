import type { Checksum } from './checksums/checksum.ts';
import { assertWriteConditions } from './object-conditions.ts';
import type { WrittenVersion } from './object-headers.ts';
import type { ReceivedBody } from './payload/receive-body.ts';
import { requireBucket, type S3Call } from './s3-call.ts';
import type { Bucket } from './store/buckets.ts';
import type { ObjectAttributes } from './store/object-version.ts';

/**
 * Make a received body the object of the request, if the conditions of the request still hold.
 * On any failure its file is gone.
 *
 * @throws {S3Error} `NoSuchBucket`, `PreconditionFailed`
 */
export async function storeObject(
  call: S3Call,
  body: ReceivedBody,
  attributes: ObjectAttributes,
): Promise<{ readonly bucket: Bucket; readonly version: WrittenVersion }> {
  const { store, key, clock } = call;
  try {
    const bucket = requireBucket(call);
    assertWriteConditions(call, store.versions.find(bucket.name, key));
    const written = {
      etag: body.md5.toString('hex'),
      modifiedMs: clock.now(),
      attributes: { ...attributes, ...checksumOf(body) },
    };
    const versionId = await store.versions.put(bucket, { key, ...written, body: [body.piece] });
    return { bucket, version: { versionId, ...written } };
  } catch (error) {
    await store.files.remove([body.piece]);
    throw error;
  }
}

function checksumOf({ checksum }: ReceivedBody): { readonly checksum?: Checksum } {
  if (!checksum) return {};
  const { algorithm, digest } = checksum;
  return { checksum: { algorithm, value: digest.toString('base64'), type: 'FULL_OBJECT' } };
}
