import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { StorageUnavailableError } from '../errors.ts';
import type { FileBody } from '../file-store.ts';

/**
 * The bytes of an object, with a broken or short connection in the words of every store.
 *
 * @param location - `s3://bucket/key`, for the message
 * @throws {StorageUnavailableError} while reading, when fewer bytes come than S3 announced, when
 *   the checksum differs, or when the connection breaks
 */
export async function* objectBody(
  output: GetObjectCommandOutput,
  location: string,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  try {
    for await (const chunk of (output.Body ?? []) as AsyncIterable<Uint8Array>) {
      received += chunk.byteLength;
      yield chunk;
    }
  } catch (cause) {
    throw new StorageUnavailableError(location, 'connection broken', { cause });
  }
  if (received !== output.ContentLength) {
    throw new StorageUnavailableError(location, `${received} of ${output.ContentLength} bytes`);
  }
}

export interface MarkedBody {
  readonly body: FileBody;
  /** Whether the body itself threw while it was read. */
  hasFailed(): boolean;
  /** What it threw. */
  failure(): unknown;
}

/**
 * Tell an error of the bytes' source from one of S3: the caller threw it and must get it back.
 *
 * @param body - as `FileStore.write` takes it; a stream is wrapped, the rest is passed on
 */
export function markSourceErrors(body: FileBody): MarkedBody {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    return { body, hasFailed: () => false, failure: () => undefined };
  }
  let hasFailed = false;
  let failure: unknown;
  const marked = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      hasFailed = true;
      failure = error;
      throw error;
    }
  };
  return { body: marked(), hasFailed: () => hasFailed, failure: () => failure };
}
