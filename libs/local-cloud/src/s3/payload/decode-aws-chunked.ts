import { createByteReader, incomplete, type ByteReader } from './byte-reader.ts';
import type { ChunkSignatures } from './chunk-signatures.ts';

/** `400;chunk-signature=…` or `400`: the size is hexadecimal. */
const CHUNK_HEADER = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/i;
/** No sender needs more; each is a line of memory. */
const MOST_TRAILERS = 16;

export interface ChunkedOptions {
  /** Given when every chunk must be signed. */
  readonly signatures?: ChunkSignatures | undefined;
  /** Called once, after the last data; names in lower case. */
  readonly onTrailers: (trailers: ReadonlyMap<string, string>) => void;
}

/**
 * Take a body out of the encoding `aws-chunked`, as it comes: nothing is kept.
 *
 * A chunk is yielded before its signature is known, so its data counts only when the generator
 * ends without an error.
 *
 * @throws {S3Error} `IncompleteBody` when it is not of this form
 * @throws {SignatureRefusedError} `mismatch`
 * Source: Amazon S3 API Reference, "Signature calculations: transferring a payload in multiple chunks".
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  { signatures, onTrailers }: ChunkedOptions,
): AsyncGenerator<Buffer, void> {
  const reader = createByteReader(source);
  try {
    yield* readChunks(reader, signatures);
    const trailers = await readTrailers(reader);
    if (!(await reader.isAtEnd())) throw incomplete();
    signatures?.endTrailers(trailers);
    onTrailers(trailers);
  } finally {
    await reader.close();
  }
}

async function* readChunks(
  reader: ByteReader,
  signatures: ChunkSignatures | undefined,
): AsyncGenerator<Buffer, void> {
  for (;;) {
    const [, size, signature] = CHUNK_HEADER.exec(await reader.readLine()) ?? [];
    if (size === undefined) throw incomplete();
    const sizeBytes = parseInt(size, 16);
    for (let left = sizeBytes; left > 0;) {
      const data = await reader.readSome(left);
      left -= data.length;
      signatures?.update(data);
      yield data;
    }
    signatures?.endChunk(signature);
    if (sizeBytes === 0) return;
    if ((await reader.readLine()) !== '') throw incomplete();
  }
}

async function readTrailers(reader: ByteReader): Promise<ReadonlyMap<string, string>> {
  const trailers = new Map<string, string>();
  for (;;) {
    const line = await reader.readLine();
    if (line === '') return trailers;
    const colon = line.indexOf(':');
    if (colon < 1 || trailers.size >= MOST_TRAILERS) throw incomplete();
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}
