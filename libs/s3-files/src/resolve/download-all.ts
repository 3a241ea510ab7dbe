import { FileNotFoundError } from '../errors.ts';
import { parseS3Url } from '../s3-url.ts';
import type { OpenStore } from '../s3/open-s3-store.ts';
import type { FileCache } from './file-cache.ts';

export interface DownloadOptions {
  readonly cache: FileCache;
  readonly openStore: OpenStore;
  /** Downloads at once. */
  readonly concurrency?: number;
}

const CONCURRENCY = 4;

/**
 * Copies of several S3 objects on this disk, by way of the cache, a few at a time.
 *
 * @param urls - `s3://bucket/key`; one that stands there twice is fetched once
 * @returns their paths, in the same order
 * @throws {FileNotFoundError} and the errors of every store: of the first that fails; nothing new is
 *   begun then
 */
export async function downloadAll(
  urls: readonly string[],
  { cache, openStore, concurrency = CONCURRENCY }: DownloadOptions,
): Promise<readonly string[]> {
  const paths = new Array<string>(urls.length);
  const queue = urls.entries();
  let hasFailed = false;
  const work = async (): Promise<void> => {
    for (const [index, url] of queue) {
      if (hasFailed) return;
      paths[index] = await downloadOne(url, { cache, openStore }).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return paths;
}

async function downloadOne(url: string, { cache, openStore }: DownloadOptions): Promise<string> {
  const { bucket, key } = parseS3Url(url);
  const store = openStore(bucket);
  const info = await store.head(key);
  if (!info) throw new FileNotFoundError(`No file at ${url}`, [url]);
  return cache.fetch(store, url, info);
}
