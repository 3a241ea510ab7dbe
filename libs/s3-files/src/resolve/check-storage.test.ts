import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessDeniedError } from '../errors.ts';
import { createMemoryStore } from '../memory/create-memory-store.ts';
import { readFromS3, writeToS3 } from '../s3/s3-text.ts';
import { readStorageSettings } from '../settings.ts';
import { checkStorage } from './check-storage.ts';
import { findLatestSbirAwards } from './find-latest-sbir-awards.ts';

let cacheDir: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'check-storage-'));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

const settingsOf = (variables: Record<string, string>) =>
  readStorageSettings({ SBIR_S3_CACHE_DIR: cacheDir, ...variables });

describe('checkStorage', () => {
  it('is content without a bucket', async () => {
    const health = await checkStorage(settingsOf({}), () => createMemoryStore());

    expect(health.isOk).toBe(true);
    expect(health.checks.map(({ name }) => name)).toEqual(['bucket', 'cache']);
  });

  it('says what S3 has and how full the cache is', async () => {
    const store = createMemoryStore();
    await store.write('raw/awards/2026-11-23/award_data.csv', 'x');
    await writeFile(join(cacheDir, '01234567_etag_a.csv'), 'four');

    const health = await checkStorage(settingsOf({ S3_BUCKET: 'sbir-data' }), () => store);

    expect(health).toEqual({
      isOk: true,
      checks: [
        { name: 'bucket', isOk: true, detail: 'sbir-data' },
        { name: 's3', isOk: true, detail: 'answers; has raw/awards/2026-11-23/award_data.csv' },
        { name: 'cache', isOk: true, detail: `${cacheDir}: 1 files, 4 bytes` },
      ],
    });
  });

  it('reports a refusal and a cache that cannot be, and goes on', async () => {
    await writeFile(join(cacheDir, 'file'), '');
    const settings = settingsOf({
      S3_BUCKET: 'sbir-data',
      SBIR_S3_CACHE_DIR: join(cacheDir, 'file/cache'),
    });

    const health = await checkStorage(settings, () => {
      throw new AccessDeniedError('s3://sbir-data/', 'AccessDenied');
    });

    expect(health.isOk).toBe(false);
    expect(health.checks.map(({ isOk }) => isOk)).toEqual([true, false, false]);
    expect(health.checks[1]?.detail).toBe('Access to s3://sbir-data/ is denied (AccessDenied)');
  });
});

describe('readFromS3, writeToS3', () => {
  it('pass text through a bucket as text/plain', async () => {
    const store = createMemoryStore();
    const buckets: string[] = [];
    const openStore = (bucket: string) => {
      buckets.push(bucket);
      return store;
    };

    await writeToS3('sbir-data', 'a.txt', 'grüße', undefined, openStore);

    expect(await readFromS3('sbir-data', 'a.txt', openStore)).toBe('grüße');
    expect((await store.head('a.txt'))?.contentType).toBe('text/plain');
    expect(buckets).toEqual(['sbir-data', 'sbir-data']);
  });
});

describe('findLatestSbirAwards', () => {
  it('finds nothing in an empty bucket', async () => {
    const found = await findLatestSbirAwards('sbir-data', undefined, () => createMemoryStore());

    expect(found).toBeUndefined();
  });
});
