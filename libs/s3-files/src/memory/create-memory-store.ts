import { createHash } from 'node:crypto';
import { type Clock, systemClock } from '@pipelines/core';
import { assertCondition } from '../assert-condition.ts';
import { FileNotFoundError } from '../errors.ts';
import type { FileInfo, FileStore, WriteOptions } from '../file-store.ts';
import { assertKey, assertMetadata, assertPrefix, compareKeys } from '../keys.ts';
import { readAll } from '../read-all.ts';

interface StoredFile {
  readonly info: FileInfo;
  readonly bytes: Buffer;
}

/**
 * A store that lives as long as the process: for tests and dry runs.
 *
 * @param clock - for `lastModifiedMs`
 */
export function createMemoryStore(clock: Clock = systemClock): FileStore {
  const files = new Map<string, StoredFile>();

  return {
    async head(key) {
      assertKey(key);
      return files.get(key)?.info;
    },
    async read(key) {
      const { info, bytes } = findFile(files, key);
      return { info, body: chunksOf(bytes) };
    },
    async readText(key) {
      return findFile(files, key).bytes.toString('utf8');
    },
    async write(key, body, options = {}) {
      assertKey(key);
      assertMetadata(options.metadata ?? {});
      const bytes = await readAll(body);
      // After the last await: nothing can come between this look and the write.
      assertCondition(key, files.get(key)?.info.etag, options);
      return keepFile(files, {
        bytes,
        info: describe(key, bytes, { ...options, now: clock.now() }),
      });
    },
    async *list(prefix) {
      assertPrefix(prefix);
      const found = [...files.values()].filter(({ info }) => info.key.startsWith(prefix));
      found.sort((left, right) => compareKeys(left.info.key, right.info.key));
      for (const { info } of found) yield listed(info);
    },
    async copy(from, to) {
      const { info, bytes } = findFile(files, from);
      assertKey(to);
      return keepFile(files, { bytes, info: describe(to, bytes, { ...info, now: clock.now() }) });
    },
    async delete(key) {
      assertKey(key);
      files.delete(key);
    },
  };
}

function findFile(files: ReadonlyMap<string, StoredFile>, key: string): StoredFile {
  assertKey(key);
  const file = files.get(key);
  if (!file) throw new FileNotFoundError(`No file at "${key}" in memory`, [key]);
  return file;
}

function keepFile(files: Map<string, StoredFile>, file: StoredFile): FileInfo {
  files.set(file.info.key, file);
  return file.info;
}

function describe(
  key: string,
  bytes: Buffer,
  { contentType, metadata, now }: WriteOptions & { readonly now: number },
): FileInfo {
  return {
    key,
    size: bytes.byteLength,
    etag: createHash('md5').update(bytes).digest('hex'),
    lastModifiedMs: now,
    ...(contentType === undefined ? {} : { contentType }),
    metadata: { ...metadata },
  };
}

function listed({ key, size, etag, lastModifiedMs }: FileInfo): FileInfo {
  return { key, size, etag, lastModifiedMs, metadata: {} };
}

const CHUNK_BYTES = 65_536;

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    yield bytes.subarray(at, at + CHUNK_BYTES);
  }
}
