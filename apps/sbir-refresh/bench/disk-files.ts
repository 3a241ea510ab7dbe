import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileInfo, FileStore } from '@pipelines/s3-files';

/** A store on disk with just enough for a bench: no conditions, no metadata. */
export function createDiskFiles(root: string): FileStore {
  const infoOf = async (key: string): Promise<FileInfo> => {
    const found = await stat(join(root, key)).catch((cause: unknown) => {
      throw Object.assign(new Error(`No object "${key}"`, { cause }), {
        name: 'FileNotFoundError',
      });
    });
    return { key, size: found.size, etag: '', lastModifiedMs: found.mtimeMs, metadata: {} };
  };
  return {
    head: (key) => infoOf(key).catch(() => undefined),
    read: async (key) => ({
      info: await infoOf(key),
      body: createReadStream(join(root, key)),
    }),
    async readText(key) {
      await infoOf(key);
      return readFile(join(root, key), 'utf8');
    },
    async write(key, body) {
      const path = join(root, key);
      await mkdir(dirname(path), { recursive: true });
      const chunks = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
      await pipeline(chunks, createWriteStream(path));
      return infoOf(key);
    },
    async *list(prefix) {
      const names = await readdir(join(root, prefix)).catch(() => []);
      for (const name of names) yield infoOf(join(prefix, name));
    },
    async copy(from, to) {
      await copyFile(join(root, from), join(root, to));
      return infoOf(to);
    },
    delete: (key) => rm(join(root, key)),
  };
}
