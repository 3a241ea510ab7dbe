import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readStorageSettings } from './settings.ts';

describe('readStorageSettings', () => {
  it('has a default for each variable', () => {
    expect(readStorageSettings({})).toEqual({
      bucket: undefined,
      isS3First: true,
      cacheDir: join(tmpdir(), 'sbir-analytics-s3-cache'),
      cacheTtlSeconds: 604_800,
      cacheMaxBytes: 2_147_483_648,
    });
  });

  it('reads each variable', () => {
    expect(
      readStorageSettings({
        S3_BUCKET: 'b',
        USE_S3_FIRST: 'False',
        SBIR_S3_CACHE_DIR: '/var/cache/sbir',
        SBIR_S3_CACHE_TTL_SECONDS: '0',
        SBIR_S3_CACHE_MAX_BYTES: '5',
      }),
    ).toEqual({
      bucket: 'b',
      isS3First: false,
      cacheDir: '/var/cache/sbir',
      cacheTtlSeconds: 0,
      cacheMaxBytes: 5,
    });
  });

  it.each([
    ['USE_S3_FIRST', 'maybe'],
    ['SBIR_S3_CACHE_TTL_SECONDS', '-1'],
    ['SBIR_S3_CACHE_MAX_BYTES', '2 GB'],
  ])('names a malformed %s and not its value', (name, value) => {
    expect(() => readStorageSettings({ [name]: value })).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        variable: name,
        message: expect.not.stringContaining(value),
      }),
    );
  });
});
