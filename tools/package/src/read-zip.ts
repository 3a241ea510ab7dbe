import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  readonly time: Date;
  /** Unix permissions. */
  readonly mode: number;
}

/** Read a whole zip, entries in the order of its directory. */
export async function readZip(zip: Buffer): Promise<ZipEntry[]> {
  const file = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: false, autoClose: false }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  });
  const entries = await new Promise<Entry[]>((resolve, reject) => {
    const seen: Entry[] = [];
    file.on('entry', (entry: Entry) => seen.push(entry));
    file.on('end', () => resolve(seen));
    file.on('error', reject);
  });
  return Promise.all(
    entries.map(async (entry) => ({
      name: entry.fileName,
      bytes: await readEntry(file, entry),
      time: entry.getLastModDate(),
      mode: (entry.externalFileAttributes >>> 16) & 0o7777,
    })),
  );
}

/** Write the entries of a trusted zip below `folder`. */
export async function unpackZip(entries: readonly ZipEntry[], folder: string): Promise<void> {
  for (const { name, bytes } of entries) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}

async function readEntry(file: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else buffer(stream).then(resolve, reject);
    });
  });
}
