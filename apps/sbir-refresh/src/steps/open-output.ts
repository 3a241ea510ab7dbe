import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createGzip } from 'node:zlib';

/** Texts are gathered to this many characters before they are encoded and passed on. */
const BATCH_CHARACTERS = 256 * 1024;

/** Text that is saved while it is written. */
export interface Output<Saved> {
  /** Add text; a promise when the one that saves is slower. @throws what `save` threw */
  write(text: string): Promise<void> | undefined;
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
  let batch = '';
  const flush = async (): Promise<void> => {
    const text = batch;
    batch = '';
    if (stream.destroyed) await saved;
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), saved]);
  };
  return {
    write(text) {
      batch += text;
      return batch.length >= BATCH_CHARACTERS ? flush() : undefined;
    },
    async close() {
      if (batch !== '') await flush();
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
