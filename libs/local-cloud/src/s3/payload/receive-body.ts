import type { ChecksumAlgorithm } from '../checksums/checksum.ts';
import { headerOf, type S3Call } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { BodyPiece } from '../store/body-files.ts';
import { consumePayload, type ConsumedPayload } from './consume-payload.ts';

/** Data that is on the disk and that nothing refers to yet. */
export interface ReceivedBody extends ConsumedPayload {
  readonly piece: BodyPiece;
}

/** The largest body of one request: 5 GiB, also for a part. */
const MOST_BYTES = 5 * 1024 ** 3;

/**
 * Write the body of a request to a file of its own. On any failure the file is gone.
 *
 * @param algorithm - of the checksum to compute when the request does not ask for one
 * @throws {S3Error} as consumePayload; `MissingContentLength`
 */
export async function receiveBody(
  call: S3Call,
  algorithm?: ChecksumAlgorithm,
): Promise<ReceivedBody> {
  const length = headerOf(call, 'content-length') ?? headerOf(call, 'x-amz-decoded-content-length');
  if (length === undefined) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  const writer = await call.store.files.create();
  try {
    const consumed = await consumePayload(call, {
      sink: (chunk) => writer.write(chunk),
      maxBytes: MOST_BYTES,
      algorithm,
    });
    return { ...consumed, piece: await writer.finish() };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
