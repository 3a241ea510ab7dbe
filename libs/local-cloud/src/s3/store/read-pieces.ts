import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { BodyPiece, ByteRange } from './body-files.ts';
import type { FilePins } from './file-pins.ts';

/** Large reads keep the system calls few. */
const READ_BYTES = 512 * 1024;

/** A file of a body, and the octets of it that are wanted. */
interface WantedPiece {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Where a range lies in the files of a body; files of no octets are left out. */
function piecesOfRange(pieces: readonly BodyPiece[], { first, last }: ByteRange): WantedPiece[] {
  const wanted: WantedPiece[] = [];
  let offset = 0;
  for (const { file, sizeBytes } of pieces) {
    const start = Math.max(0, first - offset);
    const end = Math.min(sizeBytes - 1, last - offset);
    if (start <= end) wanted.push({ file, start, end });
    offset += sizeBytes;
  }
  return wanted;
}

/**
 * The octets of a body, or of a range of it, in order and in pieces of bounded size.
 *
 * The files are pinned at the call, not at the first read: between the two, the object may be
 * overwritten. They are let go at the end, at an error, and when the reader stops early.
 */
export function readPieces(
  folder: string,
  pins: FilePins,
  pieces: readonly BodyPiece[],
  range: ByteRange,
): AsyncIterableIterator<Buffer, undefined> {
  const wanted = piecesOfRange(pieces, range);
  for (const { file } of wanted) pins.pin(file);
  let released: Promise<void> | undefined;
  const release = (): Promise<void> => (released ??= unpinAll(pins, wanted));
  const chunks = chunksOf(folder, wanted);
  return {
    async next() {
      try {
        const result = await chunks.next();
        if (result.done) await release();
        return result;
      } catch (error) {
        await release();
        throw error;
      }
    },
    async return() {
      await chunks.return(undefined);
      await release();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* chunksOf(
  folder: string,
  wanted: readonly WantedPiece[],
): AsyncGenerator<Buffer, undefined> {
  for (const { file, start, end } of wanted) {
    const options = { start, end, highWaterMark: READ_BYTES };
    yield* createReadStream(join(folder, file), options) as AsyncIterable<Buffer>;
  }
  return undefined;
}

async function unpinAll(pins: FilePins, wanted: readonly WantedPiece[]): Promise<void> {
  for (const { file } of wanted) await pins.unpin(file);
}
