import { S3Error } from '../s3-error.ts';

/** Reads a stream of chunks as lines and runs of octets, wherever the chunks were cut. */
export interface ByteReader {
  /** Up to CRLF, which is taken and not returned. */
  readLine(): Promise<string>;
  /** At least one octet and at most `maxBytes`; a view of what came, not a copy. */
  readSome(maxBytes: number): Promise<Buffer>;
  isAtEnd(): Promise<boolean>;
  /** Let go of the source: what is left of it can be read, or dropped, by others. */
  close(): Promise<void>;
}

/** No header of a chunk and no trailer comes near it. */
const LONGEST_LINE_BYTES = 4_096;
const LF = 0x0a;

/**
 * Read from `source`.
 *
 * @throws {S3Error} from its methods: `IncompleteBody` at a premature end or an endless line
 */
export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  /** Have something in `rest`; false at the end. */
  const fill = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const result: IteratorResult<Buffer, unknown> = await chunks.next();
      if (result.done) return false;
      rest = result.value;
    }
    return true;
  };
  const take = (sizeBytes: number): Buffer => {
    const taken = rest.subarray(0, sizeBytes);
    rest = rest.subarray(sizeBytes);
    return taken;
  };
  return {
    async readLine() {
      let line = Buffer.alloc(0);
      for (;;) {
        if (!(await fill())) throw incomplete();
        const end = rest.indexOf(LF);
        line = Buffer.concat([line, take(end < 0 ? rest.length : end + 1)]);
        if (line.length > LONGEST_LINE_BYTES) throw incomplete();
        if (end < 0) continue;
        const text = line.toString('latin1');
        if (!text.endsWith('\r\n')) throw incomplete();
        return text.slice(0, -2);
      }
    },
    async readSome(maxBytes) {
      if (!(await fill())) throw incomplete();
      return take(maxBytes);
    },
    isAtEnd: async () => !(await fill()),
    async close() {
      await chunks.return?.();
    },
  };
}

/** The answer to a body that ends too early, too late, or is not of the form that was announced. */
export function incomplete(): S3Error {
  return new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}
