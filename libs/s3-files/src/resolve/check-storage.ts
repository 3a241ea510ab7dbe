import { access, constants, mkdir } from 'node:fs/promises';
import { messageOf } from '@pipelines/core';
import type { OpenStore } from '../s3/open-s3-store.ts';
import type { StorageSettings } from '../settings.ts';
import { listEntries } from './cache-room.ts';

/** One thing that data access needs. */
export interface StorageCheck {
  readonly name: 'bucket' | 's3' | 'cache';
  readonly isOk: boolean;
  /** What was found, in one sentence; never a credential. */
  readonly detail: string;
}

export interface StorageHealth {
  /** True when every check is. No bucket is no fault: files are then local. */
  readonly isOk: boolean;
  readonly checks: readonly StorageCheck[];
}

/**
 * Look whether data can be reached: is there a bucket, does S3 answer and let us list, can the cache
 * folder be written. Changes nothing but the cache folder, which it makes.
 *
 * @param prefix - of the listing that is tried; the rights may cover no other
 */
export async function checkStorage(
  settings: StorageSettings,
  openStore: OpenStore,
  prefix = 'raw/awards/',
): Promise<StorageHealth> {
  const { bucket, cacheDir } = settings;
  const checks: StorageCheck[] = [
    { name: 'bucket', isOk: true, detail: bucket ? `${bucket}` : 'none set: local files only' },
  ];
  if (bucket) checks.push(await attempt('s3', () => look(openStore, bucket, prefix)));
  checks.push(await attempt('cache', () => measureCache(cacheDir)));
  return { isOk: checks.every(({ isOk }) => isOk), checks };
}

async function look(openStore: OpenStore, bucket: string, prefix: string): Promise<string> {
  for await (const { key } of openStore(bucket).list(prefix)) return `answers; has ${key}`;
  return `answers; nothing below ${prefix}`;
}

async function measureCache(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await access(dir, constants.W_OK);
  const entries = await listEntries(dir);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  return `${dir}: ${entries.length} files, ${bytes} bytes`;
}

async function attempt(
  name: StorageCheck['name'],
  act: () => Promise<string>,
): Promise<StorageCheck> {
  return act().then(
    (detail) => ({ name, isOk: true, detail }),
    (error: unknown) => ({ name, isOk: false, detail: messageOf(error) }),
  );
}
