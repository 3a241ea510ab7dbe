import { access } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { FileNotFoundError, StorageUnreachableError } from '../errors.ts';
import type { FileInfo, FileStore } from '../file-store.ts';
import { buildS3Path, parseS3Url } from '../s3-url.ts';
import type { StorageSettings } from '../settings.ts';
import type { FileCache } from './file-cache.ts';
import { findLatestIn } from './find-latest-sbir-awards.ts';

/** Where the awards lie when nobody says otherwise. */
export const DEFAULT_DATA_PATH = 'data/raw/sbir/award_data.csv';

export interface ResolveOptions {
  readonly settings: Pick<StorageSettings, 'bucket' | 'isS3First'>;
  readonly cache: FileCache;
  readonly openStore: (bucket: string) => FileStore;
  /** Told in one sentence why the local copy, or another object, stands in. */
  readonly warn: (message: string) => void;
  /** Folder of local relative paths; by default the current one. */
  readonly localRoot?: string;
}

/** A file on this disk, and what it is a copy of. */
export interface ResolvedPath {
  readonly path: string;
  readonly source: 's3' | 'stale-cache' | 'local';
  /** The object; missing for a local file. */
  readonly url?: string;
}

/**
 * Find a data file: S3 first, then the local copy. sbir-contracts.md 7.1 has the table.
 *
 * Absence goes on to the other spelling (`award_data.csv`, `awards_data.csv`), to the newest
 * `raw/awards/…/award_data.csv`, then to the local file; S3 out of reach goes to the local file, and
 * where there is none to the newest copy in the cache. Each says so through `warn`. A refusal or a
 * server error never falls through: an old copy must not stand in silently for today's object.
 *
 * @param relativePath - `data/raw/sbir/award_data.csv`; an absolute path is local only
 * @throws {FileNotFoundError} `Neither S3 (…) nor local (…) file exists`
 * @throws {AccessDeniedError} {StorageUnavailableError}
 */
export async function resolveDataPath(
  relativePath: string,
  options: ResolveOptions,
): Promise<ResolvedPath> {
  const { bucket, isS3First } = options.settings;
  const localPath = join(isAbsolute(relativePath) ? '' : (options.localRoot ?? ''), relativePath);
  const local = await findLocal(localPath);
  if (local && (!bucket || !isS3First || isAbsolute(relativePath))) {
    return { path: local, source: 'local' };
  }
  if (!bucket || isAbsolute(relativePath)) throw notFound('no bucket', localPath);

  const url = buildS3Path(relativePath, bucket);
  const answer = await askS3(url, options);
  if ('path' in answer) return answer;
  if (local) {
    options.warn(`${answer.reason}: the local file ${local} stands in`);
    return { path: local, source: 'local' };
  }
  const stale = answer.isReached ? undefined : await options.cache.findStale(url);
  if (!stale) throw notFound(url, localPath);
  options.warn(`${answer.reason}: the last copy in the cache stands in`);
  return { path: stale, source: 'stale-cache', url };
}

/** Why S3 has nothing to give, and whether it said so itself. */
interface NoAnswer {
  readonly reason: string;
  readonly isReached: boolean;
}

async function askS3(
  url: string,
  { openStore, cache, warn }: ResolveOptions,
): Promise<ResolvedPath | NoAnswer> {
  const { bucket, key } = parseS3Url(url);
  const store = openStore(bucket);
  try {
    const info = await findObject(store, key);
    if (!info) return { reason: `S3 has no ${url}`, isReached: true };
    const found = `s3://${bucket}/${info.key}`;
    if (found !== url) warn(`S3 has no ${url}: ${found} stands in`);
    return { path: await cache.fetch(store, found, info), source: 's3', url: found };
  } catch (error) {
    if (!(error instanceof StorageUnreachableError)) throw error;
    return { reason: error.message, isReached: false };
  }
}

async function findObject(store: FileStore, key: string): Promise<FileInfo | undefined> {
  const exact = await store.head(key);
  const other = otherSpelling(key);
  if (exact || !other) return exact;
  return (await store.head(other)) ?? (await findLatestIn(store));
}

/** The source document writes the name in both ways. Other files have one spelling. */
function otherSpelling(path: string): string | undefined {
  const [, folder, plural] = /^(.*?)award(s?)_data\.csv$/s.exec(path) ?? [];
  if (folder === undefined || (folder !== '' && !/[\\/]$/.test(folder))) return undefined;
  return `${folder}award${plural ? '' : 's'}_data.csv`;
}

async function findLocal(path: string): Promise<string | undefined> {
  for (const candidate of [path, otherSpelling(path)]) {
    if (candidate !== undefined && (await exists(candidate))) return candidate;
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function notFound(url: string, path: string): FileNotFoundError {
  return new FileNotFoundError(`Neither S3 (${url}) nor local (${path}) file exists`, [url, path]);
}
