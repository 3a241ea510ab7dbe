import { Readable } from 'node:stream';
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { FileBody } from '../file-store.ts';

/** 8 MiB × 10 000 parts: 80 GB. Times the parts in flight, this is what an upload keeps in memory. */
const PART_BYTES = 8_388_608;
const PARTS_IN_FLIGHT = 4;

export interface UploadedBody {
  readonly etag: string;
  readonly size: number;
}

/**
 * Send a body to S3: text and bytes in one call, a stream in parts as it comes, each with a CRC32.
 *
 * Nothing is visible before the last part is confirmed. A failure, also one of the stream itself,
 * aborts the multipart upload and is thrown as it is.
 *
 * @param target - all but the body
 */
export async function uploadBody(
  client: S3Client,
  target: Omit<PutObjectCommandInput, 'Body'>,
  body: FileBody,
): Promise<UploadedBody> {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const { ETag } = await client.send(new PutObjectCommand({ ...target, Body: bytes }));
    return { etag: withoutQuotes(ETag), size: bytes.byteLength };
  }
  let size = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      size += chunk.byteLength;
      yield chunk;
    }
  };
  const upload = new Upload({
    client,
    params: { ...target, ChecksumAlgorithm: 'CRC32', Body: Readable.from(counted()) },
    partSize: PART_BYTES,
    queueSize: PARTS_IN_FLIGHT,
    leavePartsOnError: false,
  });
  const { ETag } = await upload.done();
  return { etag: withoutQuotes(ETag), size };
}

/** S3 sends etags in double quotes, which are no part of them. */
export function withoutQuotes(etag: string | undefined): string {
  return (etag ?? '').replace(/^(?:W\/)?"|"$/g, '');
}
