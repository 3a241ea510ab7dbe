import type { IncomingMessage } from 'node:http';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { SourceRejectedError } from '../errors/source-rejected-error.ts';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';

/**
 * The bytes of an answer, decompressed, and checked for their length.
 *
 * @param mostBytes - decoded; a body that unpacks to more is a bomb and not the award file
 * @throws {SourceRejectedError} while reading, for an encoding that was not asked for or too many bytes
 * @throws {SourceUnavailableError} while reading, for a body that breaks off or does not unpack
 */
export async function* decodeBody(
  response: IncomingMessage,
  mostBytes: number,
): AsyncGenerator<Uint8Array> {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  let decoded = 0;
  try {
    for await (const chunk of decompressed(response, encoding)) {
      decoded += chunk.byteLength;
      if (decoded > mostBytes) {
        throw new SourceRejectedError(`The source sends more than ${mostBytes} bytes`);
      }
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof SourceRejectedError) throw cause;
    throw new SourceUnavailableError('The body of the source breaks off', { cause });
  } finally {
    response.destroy();
  }
  assertLength(response, encoding, decoded);
}

function assertLength(response: IncomingMessage, encoding: string, received: number): void {
  const announced = response.headers['content-length'];
  if (encoding !== 'identity' || announced === undefined || Number(announced) === received) return;
  throw new SourceUnavailableError(`The source sent ${received} of ${announced} bytes`);
}

function decompressed(response: IncomingMessage, encoding: string): AsyncIterable<Uint8Array> {
  switch (encoding) {
    case 'identity':
      return response;
    case 'gzip':
    case 'x-gzip':
      return through(response, createGunzip());
    case 'deflate':
      return inflated(response);
    default:
      throw new SourceRejectedError('The source sends an encoding that was not asked for');
  }
}

/** "deflate" means zlib, but some servers send the bare stream: the first byte tells. */
async function* inflated(response: IncomingMessage): AsyncGenerator<Uint8Array> {
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done) return;
  const isZlib = ((first.value[0] ?? 0) & 0x0f) === 8;
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  yield* through(whole(), isZlib ? createInflate() : createInflateRaw());
}

/** An error of the source ends the reader of the transform too, and a reader that stops the source. */
function through(
  source: AsyncIterable<Uint8Array>,
  transform: Transform,
): AsyncIterable<Uint8Array> {
  pipeline(Readable.from(source), transform, () => undefined);
  return transform as AsyncIterable<Uint8Array>;
}
