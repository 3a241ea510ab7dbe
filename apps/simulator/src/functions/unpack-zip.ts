import { createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { messageOf, PipelineError } from '@pipelines/core';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

/** Lambda's limit for a function and its layers, unzipped: 250 MB. */
export const UNZIPPED_LIMIT_BYTES = 250 * 1024 * 1024;
/** Reason of a refusal. */
export const TOO_LARGE_UNZIPPED = 'larger than 250 MB unzipped';
/** A zip of empty files costs inodes, not bytes. No bundle of ours has more than a few hundred. */
const ENTRY_LIMIT = 20_000;

const FILE_TYPE_MASK = 0o170000;
const FILE_TYPES: Readonly<Record<number, 'plain' | 'folder'>> = {
  0: 'plain', // made on a system without Unix modes
  0o100000: 'plain',
  0o040000: 'folder',
};

/** The zip is not one that Lambda would accept, or tries to write outside its folder. */
export class UnsafeZipError extends PipelineError {
  static {
    UnsafeZipError.prototype.name = 'UnsafeZipError';
  }
  readonly zipPath: string;
  readonly reason: string;
  constructor(zipPath: string, reason: string) {
    super(`"${zipPath}" is not unpacked: ${reason}`);
    this.zipPath = zipPath;
    this.reason = reason;
  }
}

/**
 * Unpack a Lambda zip into `folder`, which must not exist, and make the result read-only.
 *
 * Refused before or while writing: names that leave the folder, absolute names, links and devices,
 * a name that occurs twice, more than 250 MB unzipped (declared or real). A refused zip leaves a
 * partial folder behind that the caller removes.
 *
 * @throws {UnsafeZipError} with the first reason found
 */
export async function unpackZip(zipPath: string, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  try {
    // yauzl itself refuses absolute names, `..`, backslashes, and more bytes than an entry declares.
    const zip = await openPromise(zipPath, { strictFileNames: true, validateEntrySizes: true });
    try {
      await unpackEntries(zip, zipPath, folder);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof UnsafeZipError) throw error;
    throw new UnsafeZipError(zipPath, messageOf(error));
  }
}

async function unpackEntries(zip: ZipFile, zipPath: string, folder: string): Promise<void> {
  const folders = new Set<string>();
  const names = new Set<string>();
  let unzippedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    unzippedBytes += entry.uncompressedSize;
    const reason = reasonToRefuse(entry, names, unzippedBytes);
    if (reason) throw new UnsafeZipError(zipPath, reason);
    names.add(entry.fileName);
    await unpackEntry(zip, entry, { folder, folders });
  }
  // Last, or no file could be written into them.
  for (const made of folders) await chmod(made, 0o555);
  await chmod(folder, 0o555);
}

function reasonToRefuse(
  entry: Entry,
  names: ReadonlySet<string>,
  unzippedBytes: number,
): string | undefined {
  const { fileName } = entry;
  if (names.size >= ENTRY_LIMIT) return `more than ${ENTRY_LIMIT} entries`;
  if (unzippedBytes > UNZIPPED_LIMIT_BYTES) return TOO_LARGE_UNZIPPED;
  if (names.has(fileName)) return `"${fileName}" occurs twice`;
  if (!typeOf(entry)) return `"${fileName}" is a link or a device`;
  return undefined;
}

/** Undefined for anything but a file or a folder: links could point anywhere. */
function typeOf(entry: Entry): 'plain' | 'folder' | undefined {
  const type = FILE_TYPES[(entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK];
  return type === 'plain' && entry.fileName.endsWith('/') ? 'folder' : type;
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  target: { readonly folder: string; readonly folders: Set<string> },
): Promise<void> {
  const isFolder = typeOf(entry) === 'folder';
  const destination = path.join(target.folder, entry.fileName);
  await makeFolders(isFolder ? destination : path.dirname(destination), target);
  if (isFolder) return;
  // 'wx': where the file system ignores case, "A.js" and "a.js" are one name twice.
  const file = createWriteStream(destination, { flags: 'wx', mode: 0o444 });
  await pipeline(await zip.openReadStreamPromise(entry), file);
}

async function makeFolders(
  wanted: string,
  { folder, folders }: { readonly folder: string; readonly folders: Set<string> },
): Promise<void> {
  await mkdir(wanted, { recursive: true, mode: 0o755 });
  for (let made = path.resolve(wanted); made !== folder; made = path.dirname(made)) {
    folders.add(made);
  }
}
