import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { SampleFile } from '@pipelines/sample-data';
import type { LoadProgress } from '../database/seed-from-generator.ts';
import { createRecordCounter } from './record-counter.ts';

/** One file that was written. */
export interface WrittenFile {
  readonly file: string;
  /** Records without the header. */
  readonly rows: number;
  readonly bytes: number;
}

export interface WriteSampleFilesOptions {
  readonly signal: AbortSignal;
  readonly onFile?: (written: WrittenFile) => void;
  /** Called after every piece of some 64 kB. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/**
 * Write made-up files into a folder, a piece at a time: memory stays the same at any size.
 *
 * Each is written under a temporary name, and all get their own name at the end: whatever stops
 * this leaves the earlier files as they were, and nothing half written.
 *
 * @param folder - absolute; made when missing
 * @throws the signal's reason, and errors of the file system
 */
export async function writeSampleFiles(
  files: readonly SampleFile[],
  folder: string,
  options: WriteSampleFilesOptions,
): Promise<readonly WrittenFile[]> {
  await mkdir(folder, { recursive: true });
  const total = files.reduce((sum, { records }) => sum + records, 0);
  const temporaryOf = ({ name }: SampleFile): string =>
    path.join(folder, `.${name}.${process.pid}.partial`);
  const written: WrittenFile[] = [];
  let done = 0;
  try {
    for (const file of files) {
      const one = await writeOne(file, temporaryOf(file), options, (rows) =>
        options.onProgress?.({
          phase: file.name,
          rows: done + rows,
          doneShare: Math.min(1, (done + rows) / Math.max(1, total)),
        }),
      );
      done += one.rows;
      written.push(one);
      options.onFile?.(one);
    }
    for (const file of files) await rename(temporaryOf(file), path.join(folder, file.name));
  } finally {
    for (const file of files) await rm(temporaryOf(file), { force: true });
  }
  return written;
}

async function writeOne(
  file: SampleFile,
  temporary: string,
  { signal }: WriteSampleFilesOptions,
  onRows: (rows: number) => void,
): Promise<WrittenFile> {
  const handle: FileHandle = await open(temporary, 'w');
  try {
    const countRecords = createRecordCounter();
    let rows = 0;
    let bytes = 0;
    for (const piece of file.chunks()) {
      signal.throwIfAborted();
      const data = Buffer.from(piece);
      await handle.writeFile(data);
      bytes += data.length;
      rows = Math.max(0, countRecords(piece) - 1);
      onRows(rows);
    }
    return { file: file.name, rows, bytes };
  } finally {
    await handle.close();
  }
}
