import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '@pipelines/core';
import { StorageUnavailableError } from '../errors.ts';
import type { FileInfo, FileStore } from '../file-store.ts';
import { translateFileError } from '../local/local-paths.ts';
import { parseS3Url } from '../s3-url.ts';
import { listEntries, makeRoom } from './cache-room.ts';

export interface FileCacheOptions {
  readonly dir: string;
  /** Entries that were not used for so long go; 0 fetches always. */
  readonly ttlSeconds: number;
  /** Least recently used entries go first. One file that is larger is kept alone. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

/** Copies of S3 objects on this disk, one per URL and ETag. */
export interface FileCache {
  readonly dir: string;
  /**
   * A local copy of the object as it is in S3 now. Readers at the same moment share one download.
   *
   * @param info - of a `head` just made: its ETag decides whether the copy that is here is the one
   * @returns the path of a complete file
   * @throws the errors of the store; {FileNotFoundError} when the object is gone meanwhile
   */
  fetch(store: FileStore, url: string, info: FileInfo): Promise<string>;
  /** The newest copy of the URL that is here, whatever S3 holds now, or nothing. */
  findStale(url: string): Promise<string | undefined>;
}

/**
 * Make the cache of one folder. A second one on the same folder, or another process, does no harm:
 * downloads go to a name of their own and are renamed when they are complete.
 */
export function createFileCache(options: FileCacheOptions): FileCache {
  const { dir, clock } = options;
  const running = new Map<string, Promise<string>>();
  return {
    dir,
    async fetch(store, url, info) {
      const name = cacheName(url, info.etag);
      const current = running.get(name);
      if (current) return current;
      const started = fetchEntry(options, { store, url, info });
      running.set(name, started);
      try {
        return await started;
      } finally {
        running.delete(name);
      }
    },
    async findStale(url) {
      const hash = hashOf(url);
      const entries = (await listEntries(dir)).filter(({ name }) => name.startsWith(`${hash}_`));
      const newest = entries.reduce<(typeof entries)[number] | undefined>(
        (best, entry) => (best && best.usedMs >= entry.usedMs ? best : entry),
        undefined,
      );
      if (!newest) return undefined;
      await touch(join(dir, newest.name), clock);
      return join(dir, newest.name);
    },
  };
}

interface Wanted {
  readonly store: FileStore;
  readonly url: string;
  readonly info: FileInfo;
}

async function fetchEntry(options: FileCacheOptions, wanted: Wanted): Promise<string> {
  const { dir, ttlSeconds, clock } = options;
  const path = join(dir, cacheName(wanted.url, wanted.info.etag));
  const facts = await stat(path).catch(() => undefined);
  const isFresh = facts && clock.now() - facts.mtimeMs < ttlSeconds * 1_000;
  // A size that differs is not the object, whatever its name says.
  if (isFresh && facts.size === wanted.info.size) {
    await touch(path, clock);
    return path;
  }
  // For its owner only: the usual folder lies in a temporary folder that all users share.
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await makeRoom({ ...options, hash: hashOf(wanted.url), bytes: wanted.info.size });
  return download(options, wanted);
}

async function download({ dir, clock }: FileCacheOptions, wanted: Wanted): Promise<string> {
  const { key } = parseS3Url(wanted.url);
  const part = join(dir, `.${randomUUID()}.part`);
  try {
    const { info, body } = await wanted.store.read(key);
    await pipeline(Readable.from(body), createWriteStream(part, { flags: 'wx', mode: 0o600 }));
    const { size } = await stat(part);
    if (size !== info.size) {
      throw new StorageUnavailableError(wanted.url, `${size} of ${info.size} bytes`);
    }
    await touch(part, clock);
    // The object may have been replaced since `head`: the name tells the version that came.
    const path = join(dir, cacheName(wanted.url, info.etag));
    await rename(part, path);
    return path;
  } catch (error) {
    throw translateFileError(error, part);
  } finally {
    await rm(part, { force: true });
  }
}

/** The time of last use is the file's time: many systems do not keep the time of reading. */
async function touch(path: string, clock: Clock): Promise<void> {
  const seconds = clock.now() / 1_000;
  await utimes(path, seconds, seconds).catch(() => undefined);
}

/** `5f2c1a7b_9e107d9d372bb682_award_data.csv`: by URL, by version, and readable. */
function cacheName(url: string, etag: string): string {
  return `${hashOf(url)}_${etag.replace(/[^\w-]/g, '-')}_${basename(url)}`;
}

function hashOf(url: string): string {
  return createHash('md5').update(url).digest('hex').slice(0, 8);
}
