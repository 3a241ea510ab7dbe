import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { FileInfo, FileStore, WriteOptions } from '@pipelines/s3-files';

interface StoredFile {
  readonly info: FileInfo;
  readonly bytes: Buffer;
}

/** A store in memory, and ways for a test to look inside. */
export interface MemoryFiles extends FileStore {
  /** Keys in alphabetical order. */
  keys(): readonly string[];
  text(key: string): string;
  json(key: string): unknown;
  /** The lines of a gzipped NDJSON object. */
  lines(key: string): readonly unknown[];
}

const failure = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name });

async function bytesOf(body: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * A {@link FileStore} whose objects give their bytes in chunks of `chunkBytes`.
 *
 * @param objects - text by key, there from the start
 */
export function createMemoryFiles(
  objects: Readonly<Record<string, string | Uint8Array>> = {},
  chunkBytes = 1_000,
): MemoryFiles {
  const stored = new Map<string, StoredFile>();
  const put = (key: string, bytes: Buffer, options: WriteOptions = {}): FileInfo => {
    const { contentType = 'application/octet-stream', metadata = {} } = options;
    const etag = createHash('md5').update(bytes).digest('hex');
    const info = { key, size: bytes.length, etag, lastModifiedMs: 0, contentType, metadata };
    stored.set(key, { info, bytes });
    return info;
  };
  const get = (key: string): StoredFile => {
    const file = stored.get(key);
    if (!file) throw failure('FileNotFoundError', `No object "${key}"`);
    return file;
  };
  for (const [key, body] of Object.entries(objects)) put(key, Buffer.from(body));
  return {
    head: async (key) => stored.get(key)?.info,
    read: async (key) => {
      const { info, bytes } = get(key);
      return { info, body: chunksOf(bytes, chunkBytes) };
    },
    readText: async (key) => get(key).bytes.toString(),
    async write(key, body, options = {}) {
      const bytes = await bytesOf(body);
      const found = stored.get(key)?.info.etag;
      const isRefused =
        (options.ifNoneMatch !== undefined && found !== undefined) ||
        (options.ifMatch !== undefined && found !== options.ifMatch);
      if (isRefused) throw failure('PreconditionFailedError', `"${key}" is another object`);
      return put(key, bytes, options);
    },
    async *list(prefix) {
      for (const [key, { info }] of stored) if (key.startsWith(prefix)) yield info;
    },
    copy: async (from, to) => put(to, get(from).bytes, get(from).info),
    delete: async (key) => void stored.delete(key),
    keys: () => [...stored.keys()].sort(),
    text: (key) => get(key).bytes.toString(),
    json: (key) => JSON.parse(get(key).bytes.toString()) as unknown,
    lines: (key) =>
      gunzipSync(get(key).bytes)
        .toString()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as unknown),
  };
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size)
    yield Uint8Array.from(bytes.subarray(at, at + size));
}
