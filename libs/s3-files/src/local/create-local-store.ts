import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileNotFoundError } from '../errors.ts';
import type { FileContent, FileInfo, FileStore } from '../file-store.ts';
import { assertPrefix, compareKeys } from '../keys.ts';
import { readAll } from '../read-all.ts';
import { readDetails } from './details.ts';
import {
  detailsPath,
  isAbsence,
  OWN_FOLDER,
  pathOfKey,
  translateFileError,
} from './local-paths.ts';
import { writeLocalFile } from './write-local-file.ts';

/**
 * A folder as a store: `raw/awards/…` is a path below `root`. Files that others put there count too.
 *
 * Writes go to a temporary file and are renamed. `ifNoneMatch` holds between processes; `ifMatch`
 * holds within one process, for no file system compares and renames in one step. A name cannot be
 * a file and a folder at once, as it can in S3.
 */
export function createLocalStore(root: string): FileStore {
  const infoOf = async (key: string): Promise<FileInfo | undefined> => {
    const path = await pathOfKey(root, key);
    const facts = await stat(path, { bigint: true }).catch((error: unknown) => {
      if (isAbsence(error)) return undefined;
      throw error;
    });
    return facts?.isFile() ? readDetails(root, key, facts) : undefined;
  };

  return {
    head: (key) => translated(key, () => infoOf(key)),
    read: (key) => translated(key, () => openFile(root, key)),
    readText: (key) =>
      translated(key, async () => (await readAll((await openFile(root, key)).body)).toString()),
    write: (key, body, options = {}) =>
      translated(key, () => writeLocalFile({ root, key, body, options, infoOf })),
    async *list(prefix) {
      assertPrefix(prefix);
      for await (const key of walk(root, prefix, prefix.replace(/[^/]*$/, ''))) {
        const info = await translated(key, () => infoOf(key));
        if (info) yield { ...withoutType(info), metadata: {} };
      }
    },
    copy: (from, to) =>
      translated(from, async () => {
        const { info, body } = await openFile(root, from);
        const { metadata, contentType } = info;
        const options = { metadata, ...(contentType === undefined ? {} : { contentType }) };
        return writeLocalFile({ root, key: to, body, options, infoOf });
      }),
    delete: (key) =>
      translated(key, async () => {
        const path = await pathOfKey(root, key);
        const facts = await stat(path, { bigint: true }).catch(() => undefined);
        if (!facts?.isFile()) return;
        await rm(path, { force: true });
        await rm(detailsPath(root, key, facts), { force: true });
      }),
  };
}

async function openFile(root: string, key: string): Promise<FileContent> {
  const path = await pathOfKey(root, key);
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (isAbsence(error)) throw notFound(root, key);
    throw error;
  });
  try {
    const facts = await handle.stat({ bigint: true });
    if (!facts.isFile()) throw notFound(root, key);
    return { info: await readDetails(root, key, facts), body: bodyOf(handle) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** 256 KiB: as fast as larger ones, and the second reader of a file never waits for long. */
const CHUNK_BYTES = 262_144;

function bodyOf(handle: FileHandle): AsyncIterable<Uint8Array> {
  return handle.createReadStream({ highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>;
}

function notFound(root: string, key: string): FileNotFoundError {
  return new FileNotFoundError(`No file at "${key}" in the local store`, [join(root, key)]);
}

/** Keys below `folder` that start with `prefix`, in S3's order: a folder sorts as its name and a slash. */
async function* walk(root: string, prefix: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
    (error: unknown) => {
      if (isAbsence(error)) return [];
      throw translateFileError(error, folder);
    },
  );
  const names = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((name) => name.startsWith(prefix) || prefix.startsWith(name))
    .filter((name) => !name.startsWith(`${OWN_FOLDER}/`))
    .sort(compareKeys);
  for (const name of names) {
    if (name.endsWith('/')) yield* walk(root, prefix, name);
    else if (name.startsWith(prefix)) yield name;
  }
}

function withoutType({ key, size, etag, lastModifiedMs }: FileInfo): Omit<FileInfo, 'metadata'> {
  return { key, size, etag, lastModifiedMs };
}

async function translated<Result>(key: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw translateFileError(error, key);
  }
}
