import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createGzip } from 'node:zlib';

/** What is written is gathered to about this many bytes before it is passed on. */
const BATCH_BYTES = 256 * 1024;
/** A batch is passed on when no more than this is left of it: room for a long record. */
const BATCH_SLACK = 32 * 1024;
/** No UTF-16 unit takes more bytes of UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/** Text, or its UTF-8, that is saved while it is written. */
export interface Output<Saved> {
  /** Add text, or a copy of bytes; a promise when a batch is full. @throws what `save` threw */
  write(added: string | Uint8Array): Promise<void> | undefined;
  /** The end; fulfilled with what `save` gave. */
  close(): Promise<Saved>;
  /** Give up: the body of `save` throws. Never throws itself. */
  abort(): Promise<void>;
}

/**
 * Start saving text whose size nobody knows yet, in constant memory.
 *
 * @param save - reads the body to its end, such as a store's `write`
 * @param options - `gzip` compresses, fast rather than small
 */
export function openOutput<Saved>(
  save: (body: AsyncIterable<Uint8Array>) => Promise<Saved>,
  options: { readonly gzip?: boolean } = {},
): Output<Saved> {
  const stream = options.gzip === true ? createGzip({ level: 1 }) : new PassThrough();
  // Whoever waits for `saved` hears of errors; the stream itself must not raise them again.
  stream.on('error', () => undefined);
  const saved = save(stream);
  saved.catch(() => stream.destroy());
  let batch = Buffer.allocUnsafe(BATCH_BYTES);
  let length = 0;
  const flush = async (): Promise<void> => {
    const full = batch.subarray(0, length);
    // The stream keeps it until it is saved.
    batch = Buffer.allocUnsafe(BATCH_BYTES);
    length = 0;
    if (stream.destroyed) await saved;
    if (!stream.write(full)) await Promise.race([once(stream, 'drain'), saved]);
  };
  const reserve = (bytes: number): void => {
    if (length + bytes <= batch.length) return;
    const larger = Buffer.allocUnsafe(length + Math.max(bytes, batch.length));
    batch.copy(larger, 0, 0, length);
    batch = larger;
  };
  return {
    write(added) {
      reserve(typeof added === 'string' ? added.length * MAX_BYTES_PER_UNIT : added.length);
      if (typeof added === 'string') length += batch.write(added, length);
      else {
        batch.set(added, length);
        length += added.length;
      }
      return length >= BATCH_BYTES - BATCH_SLACK ? flush() : undefined;
    },
    async close() {
      if (length > 0) await flush();
      stream.end();
      return saved;
    },
    async abort() {
      stream.destroy(new Error('The output was given up'));
      await saved.catch(() => undefined);
    },
  };
}

/** All bytes of a body, for one whose size has a bound. */
export async function collectBytes(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
