import type { FileHandle } from 'node:fs/promises';
import type { BodyPiece } from './body-files.ts';

/** Writes one body file. Exactly one of `finish` and `discard` ends it. */
export interface BodyWriter {
  /** Waits only when the disk is slower than the sender. */
  write(chunk: Buffer): Promise<void>;
  /** All of it is on the disk, also after a power cut. */
  finish(): Promise<BodyPiece>;
  /** The file is gone. */
  discard(): Promise<void>;
}

/** Chunks come in 64 KiB at most; writing several in one call halves the cost. */
const FLUSH_BYTES = 512 * 1024;

/**
 * Write to a file that nobody reads yet. One flush runs while the next chunks are collected, so
 * that hashing and writing overlap; memory stays at two flushes.
 *
 * @param file - its name, for the piece that `finish` returns
 */
export function createBodyWriter(
  file: string,
  handle: FileHandle,
  unlink: () => Promise<void>,
): BodyWriter {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let sizeBytes = 0;
  let flushing: Promise<void> = Promise.resolve();

  const flush = async (): Promise<void> => {
    const chunks = pending;
    pending = [];
    pendingBytes = 0;
    await flushing;
    flushing = writeAll(handle, chunks);
    // Whoever awaits it next gets the error; until then it must not count as unhandled.
    flushing.catch(() => undefined);
  };
  return {
    async write(chunk) {
      pending.push(chunk);
      pendingBytes += chunk.length;
      sizeBytes += chunk.length;
      if (pendingBytes >= FLUSH_BYTES) await flush();
    },
    async finish() {
      await flush();
      await flushing;
      await handle.datasync();
      await handle.close();
      return { file, sizeBytes };
    },
    async discard() {
      await flushing.catch(() => undefined);
      await handle.close().catch(() => undefined);
      await unlink();
    },
  };
}

/** A write may be cut short, as by a full disk; then the rest is tried, and fails with the reason. */
async function writeAll(handle: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  if (chunks.length === 0) return;
  const { bytesWritten } = await handle.writev(chunks);
  let skip = bytesWritten;
  for (const chunk of chunks) {
    const written = Math.min(skip, chunk.length);
    skip -= written;
    if (written < chunk.length) await handle.writeFile(chunk.subarray(written));
  }
}
