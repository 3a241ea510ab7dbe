import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock, type VirtualClock } from '@pipelines/core';
import type { FileInfo, FileStore } from '../file-store.ts';
import { createMemoryStore } from '../memory/create-memory-store.ts';
import { downloadAll } from './download-all.ts';
import { createFileCache, type FileCache } from './file-cache.ts';

let dir: string;
let clock: VirtualClock;
let store: FileStore;
let reads: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'file-cache-'));
  // Beside the file system's own times, which say when a part was written last.
  clock = createVirtualClock(Date.now());
  reads = [];
  const memory = createMemoryStore(clock);
  store = {
    ...memory,
    read: (key) => {
      reads.push(key);
      return memory.read(key);
    },
  };
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const cacheOf = (options: { ttlSeconds?: number; maxBytes?: number } = {}): FileCache =>
  createFileCache({ dir, ttlSeconds: 3_600, maxBytes: 1_000, clock, ...options });

async function fetch(cache: FileCache, key: string): Promise<string> {
  return cache.fetch(store, `s3://sbir-data/${key}`, (await store.head(key)) as FileInfo);
}

describe('createFileCache', () => {
  it('names a copy by URL, ETag and file', async () => {
    await store.write('raw/award_data.csv', 'abc');

    const path = await fetch(cacheOf(), 'raw/award_data.csv');

    // First 8 of the MD5 of the URL; the memory store's etag is the MD5 of the content.
    expect(path).toMatch(/\/3b423db6_900150983cd24fb0d6963f7d28e17f72_award_data\.csv$/);
    expect(await readFile(path, 'utf8')).toBe('abc');
  });

  it('fetches an unchanged object once', async () => {
    await store.write('a.csv', 'abc');

    const first = await fetch(cacheOf(), 'a.csv');
    await clock.advanceBy(3_599_000);
    const second = await fetch(cacheOf(), 'a.csv');

    expect(second).toBe(first);
    expect(reads).toEqual(['a.csv']);
  });

  it('fetches a changed object and drops the copy that it replaces', async () => {
    await store.write('a.csv', 'abc');
    await fetch(cacheOf(), 'a.csv');
    await store.write('a.csv', 'xyz');
    await clock.advanceBy(60_000);

    const path = await fetch(cacheOf(), 'a.csv');

    expect(await readFile(path, 'utf8')).toBe('xyz');
    expect(await readdir(dir)).toHaveLength(1);
  });

  it('shares one download between readers of the same moment', async () => {
    await store.write('a.csv', 'abc');
    const cache = cacheOf();

    const paths = await Promise.all([1, 2, 3].map(() => fetch(cache, 'a.csv')));

    expect(new Set(paths).size).toBe(1);
    expect(reads).toEqual(['a.csv']);
  });

  it('fetches always when the age limit is 0', async () => {
    await store.write('a.csv', 'abc');

    await fetch(cacheOf({ ttlSeconds: 0 }), 'a.csv');
    const path = await fetch(cacheOf({ ttlSeconds: 0 }), 'a.csv');

    expect(reads).toEqual(['a.csv', 'a.csv']);
    expect(await readFile(path, 'utf8')).toBe('abc');
  });

  it('does not trust a copy of another size', async () => {
    await store.write('a.csv', 'abc');
    const path = await fetch(cacheOf(), 'a.csv');
    await writeFile(path, 'ab');
    await utimes(path, clock.now() / 1_000, clock.now() / 1_000);

    await fetch(cacheOf(), 'a.csv');

    expect(await readFile(path, 'utf8')).toBe('abc');
  });

  it('leaves nothing behind when a download breaks', async () => {
    await store.write('a.csv', 'abc');
    const { info } = await store.read('a.csv');
    const breaking: FileStore = {
      ...store,
      read: async () => ({
        info,
        body: (async function* () {
          yield Buffer.from('a');
          throw new Error('connection broke');
        })(),
      }),
    };

    await expect(cacheOf().fetch(breaking, 's3://sbir-data/a.csv', info)).rejects.toThrow(
      'connection broke',
    );
    expect(await readdir(dir)).toEqual([]);
  });

  it('removes what was not used for the age limit, and parts of a dead process', async () => {
    await store.write('old.csv', 'abc');
    await store.write('new.csv', 'abc');
    await fetch(cacheOf(), 'old.csv');
    await writeFile(join(dir, '.01234567-89ab-cdef-0123-456789abcdef.part'), 'half');
    await writeFile(join(dir, 'a file of the user'), 'kept');
    await clock.advanceBy(7_200_000);

    await fetch(cacheOf(), 'new.csv');

    expect((await readdir(dir)).sort()).toEqual([
      'a file of the user',
      expect.stringMatching(/_new\.csv$/),
    ]);
  });

  it('removes the least recently used when the cap is reached', async () => {
    for (const key of ['a.csv', 'b.csv', 'c.csv']) await store.write(key, 'x'.repeat(400));
    const cache = cacheOf();
    await fetch(cache, 'a.csv');
    await clock.advanceBy(61_000);
    await fetch(cache, 'b.csv');
    await clock.advanceBy(61_000);
    await fetch(cache, 'a.csv');
    await clock.advanceBy(61_000);

    await fetch(cache, 'c.csv');

    const names = (await readdir(dir)).map((name) => name.slice(-5)).sort();
    expect(names).toEqual(['a.csv', 'c.csv']);
  });

  it('never removes what was handed out a moment ago, even over the cap', async () => {
    for (const key of ['a.csv', 'b.csv', 'c.csv']) await store.write(key, 'x'.repeat(600));
    const cache = cacheOf();

    const paths = [];
    for (const key of ['a.csv', 'b.csv', 'c.csv']) paths.push(await fetch(cache, key));

    for (const path of paths) expect(await readFile(path, 'utf8')).toHaveLength(600);
  });

  it('keeps a file that is larger than the cap alone', async () => {
    await store.write('a.csv', 'x');
    await store.write('big.csv', 'x'.repeat(2_000));
    await fetch(cacheOf(), 'a.csv');
    await clock.advanceBy(61_000);

    await fetch(cacheOf(), 'big.csv');

    expect(await readdir(dir)).toEqual([expect.stringMatching(/_big\.csv$/)]);
  });
});

describe('downloadAll', () => {
  it('keeps the order, fetches a URL once and never more than the limit at a time', async () => {
    let open = 0;
    let most = 0;
    const counting: FileStore = {
      ...store,
      head: async (key) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return store.head(key);
      },
    };
    const keys = ['a', 'b', 'c', 'a', 'd', 'e', 'f'];
    for (const key of keys) await store.write(key, key);

    const paths = await downloadAll(
      keys.map((key) => `s3://sbir-data/${key}`),
      { cache: cacheOf(), openStore: () => counting, concurrency: 2 },
    );

    expect(await Promise.all(paths.map((path) => readFile(path, 'utf8')))).toEqual(keys);
    expect(reads.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(most).toBe(2);
  });

  it('fails with the first file that is not there and begins nothing more', async () => {
    await store.write('a', 'a');

    const all = downloadAll(['s3://sbir-data/none', 's3://sbir-data/a'], {
      cache: cacheOf(),
      openStore: () => store,
      concurrency: 1,
    });

    await expect(all).rejects.toMatchObject({ name: 'FileNotFoundError' });
    expect(reads).toEqual([]);
  });
});
