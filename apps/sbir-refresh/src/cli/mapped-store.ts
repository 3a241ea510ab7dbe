import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import {
  createMemoryStore,
  type FileInfo,
  FileNotFoundError,
  type FileStore,
} from '@pipelines/s3-files';

/**
 * A store in memory in which some keys are files of this machine, wherever they lie: for a step on
 * files that are in no bucket. What a step writes stays in memory.
 *
 * @param paths - file by key
 * @throws {FileNotFoundError} for a file that cannot be read
 */
export async function mappedStore(paths: ReadonlyMap<string, string>): Promise<FileStore> {
  const memory = createMemoryStore();
  const infoOf = async (key: string, path: string): Promise<FileInfo> => {
    const { size, mtimeMs } = await stat(path).catch((thrown: unknown) => {
      const { code } = thrown as NodeJS.ErrnoException;
      throw new FileNotFoundError(`The file "${path}" cannot be read (${code})`, [path]);
    });
    return { key, size, etag: `${size}-${mtimeMs}`, lastModifiedMs: mtimeMs, metadata: {} };
  };
  for (const [key, path] of paths) await infoOf(key, path);
  return {
    ...memory,
    async head(key) {
      const path = paths.get(key);
      return path === undefined ? memory.head(key) : infoOf(key, path);
    },
    async read(key) {
      const path = paths.get(key);
      if (path === undefined) return memory.read(key);
      const info = await infoOf(key, path);
      return { info, body: createReadStream(path) as AsyncIterable<Uint8Array> };
    },
    async readText(key) {
      const path = paths.get(key);
      if (path === undefined) return memory.readText(key);
      return readFile(path, 'utf8');
    },
    async *list(prefix) {
      yield* memory.list(prefix);
      for (const [key, path] of paths) if (key.startsWith(prefix)) yield infoOf(key, path);
    },
  };
}
