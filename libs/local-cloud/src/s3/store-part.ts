import { requireUpload } from './find-upload.ts';
import type { ReceivedBody } from './payload/receive-body.ts';
import type { S3Call } from './s3-call.ts';
import type { UploadedPart } from './store/uploads.ts';

/**
 * Make a received body a part of the upload that the request names. On any failure its file is gone.
 *
 * @throws {S3Error} `NoSuchUpload` when the upload has ended while the body came
 */
export async function storePart(
  call: S3Call,
  number: number,
  { piece, md5, checksum }: ReceivedBody,
): Promise<UploadedPart> {
  const { store, clock } = call;
  try {
    const { id } = requireUpload(call);
    const part = {
      number,
      piece,
      etag: md5.toString('hex'),
      checksum: checksum?.digest.toString('base64'),
      modifiedMs: clock.now(),
    };
    await store.uploads.putPart(id, part);
    return part;
  } catch (error) {
    await store.files.remove([piece]);
    throw error;
  }
}
