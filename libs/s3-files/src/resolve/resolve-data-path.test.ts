import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { AccessDeniedError, StorageUnavailableError, StorageUnreachableError } from '../errors.ts';
import type { FileStore } from '../file-store.ts';
import { createMemoryStore } from '../memory/create-memory-store.ts';
import { createFileCache } from './file-cache.ts';
import { DEFAULT_DATA_PATH, resolveDataPath } from './resolve-data-path.ts';

const URL_OF_DEFAULT = `s3://sbir-data/${DEFAULT_DATA_PATH}`;

let folder: string;
let store: FileStore;
let warnings: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resolve-'));
  store = createMemoryStore();
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function resolve(
  settings: { bucket?: string; isS3First?: boolean } = {},
  { from = store, path = DEFAULT_DATA_PATH }: { from?: FileStore; path?: string } = {},
) {
  const clock = createVirtualClock(Date.now());
  return resolveDataPath(path, {
    settings: { bucket: 'sbir-data', isS3First: true, ...settings },
    cache: createFileCache({
      dir: join(folder, 'cache'),
      ttlSeconds: 60,
      maxBytes: 1_000,
      clock,
    }),
    openStore: () => from,
    warn: (message) => warnings.push(message),
    localRoot: folder,
  });
}

async function putLocal(path: string, text: string): Promise<string> {
  const target = join(folder, path);
  await mkdir(join(target, '..'), { recursive: true });
  await writeFile(target, text);
  return target;
}

function failing(error: Error): FileStore {
  return { ...store, head: () => Promise.reject(error) };
}

const unreachable = new StorageUnreachableError(URL_OF_DEFAULT, 'ECONNREFUSED');

describe('resolveDataPath', () => {
  it('takes the local file when no bucket is set', async () => {
    const path = await putLocal(DEFAULT_DATA_PATH, 'local');

    const resolved = await resolve({ bucket: '' });

    expect(resolved).toEqual({ path, source: 'local' });
  });

  it('takes S3 over the local file', async () => {
    await putLocal(DEFAULT_DATA_PATH, 'local');
    await store.write(DEFAULT_DATA_PATH, 's3');

    const resolved = await resolve();

    expect(resolved).toMatchObject({ source: 's3', url: URL_OF_DEFAULT });
    expect(await readFile(resolved.path, 'utf8')).toBe('s3');
    expect(warnings).toEqual([]);
  });

  it('does not touch S3 when local files come first and there is one', async () => {
    const path = await putLocal(DEFAULT_DATA_PATH, 'local');

    const resolved = await resolve({ isS3First: false }, { from: failing(new Error('touched')) });

    expect(resolved).toEqual({ path, source: 'local' });
  });

  it('asks S3 when local files come first and there is none', async () => {
    await store.write(DEFAULT_DATA_PATH, 's3');

    expect(await resolve({ isS3First: false })).toMatchObject({ source: 's3' });
  });

  it.each([
    ['award_data.csv', 'awards_data.csv'],
    ['awards_data.csv', 'award_data.csv'],
  ])('takes the other spelling of %s', async (asked, there) => {
    await store.write(`data/raw/sbir/${there}`, 's3');

    const resolved = await resolve({}, { path: `data/raw/sbir/${asked}` });

    expect(resolved.url).toBe(`s3://sbir-data/data/raw/sbir/${there}`);
    expect(warnings).toHaveLength(1);
  });

  it('takes the newest weekly download when neither spelling is there', async () => {
    await store.write('raw/awards/2026-11-16/award_data.csv', 'old');
    await store.write('raw/awards/2026-11-23/award_data.csv', 'new');
    await store.write('raw/awards/2026-11-30/other.csv', 'no');

    const resolved = await resolve();

    expect(resolved.url).toBe('s3://sbir-data/raw/awards/2026-11-23/award_data.csv');
    expect(await readFile(resolved.path, 'utf8')).toBe('new');
  });

  it('does not stand in for a file of another kind', async () => {
    await store.write('raw/awards/2026-11-23/award_data.csv', 'new');

    await expect(resolve({}, { path: 'data/raw/uspto/patents.csv' })).rejects.toThrow(
      'Neither S3 (s3://sbir-data/data/raw/uspto/patents.csv) nor local',
    );
  });

  it('falls back to the local file with a warning when S3 has none', async () => {
    const path = await putLocal(DEFAULT_DATA_PATH, 'local');

    expect(await resolve()).toEqual({ path, source: 'local' });
    expect(warnings).toEqual([`S3 has no ${URL_OF_DEFAULT}: the local file ${path} stands in`]);
  });

  it('falls back to the local file with a warning when S3 is out of reach', async () => {
    const path = await putLocal('data/raw/sbir/awards_data.csv', 'local');

    expect(await resolve({}, { from: failing(unreachable) })).toEqual({ path, source: 'local' });
    expect(warnings).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });

  it('takes the last cached copy when S3 is out of reach and there is no local file', async () => {
    await store.write(DEFAULT_DATA_PATH, 's3');
    const { path } = await resolve();

    const resolved = await resolve({}, { from: failing(unreachable) });

    expect(resolved).toEqual({ path, source: 'stale-cache', url: URL_OF_DEFAULT });
    expect(warnings).toHaveLength(1);
  });

  it.each([
    new AccessDeniedError(URL_OF_DEFAULT, 'AccessDenied'),
    new StorageUnavailableError(URL_OF_DEFAULT, 'SlowDown'),
  ])('never hides $name behind the local file', async (error) => {
    await putLocal(DEFAULT_DATA_PATH, 'local');

    await expect(resolve({}, { from: failing(error) })).rejects.toBe(error);
  });

  it('does not hide a refused listing behind the local file', async () => {
    await putLocal(DEFAULT_DATA_PATH, 'local');
    const error = new AccessDeniedError('s3://sbir-data/raw/awards/', 'AccessDenied');
    const from: FileStore = {
      ...store,
      list: () => {
        throw error;
      },
    };

    await expect(resolve({}, { from })).rejects.toBe(error);
  });

  it('names both places when nothing is found', async () => {
    await expect(resolve()).rejects.toMatchObject({
      name: 'FileNotFoundError',
      message: `Neither S3 (${URL_OF_DEFAULT}) nor local (${join(folder, DEFAULT_DATA_PATH)}) file exists`,
    });
  });

  it('never makes a key of an absolute path', async () => {
    await store.write('data/a.csv', 's3');

    await expect(
      resolve({}, { path: '/data/a.csv', from: failing(new Error('touched')) }),
    ).rejects.toThrow('Neither S3 (no bucket) nor local (/data/a.csv) file exists');
  });
});
