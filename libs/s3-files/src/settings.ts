import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageConfigurationError } from './errors.ts';

/** A process environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How data paths are resolved. */
export interface StorageSettings {
  /** Nothing: local files only. */
  readonly bucket: string | undefined;
  /** False: a local file wins, and S3 is asked only when there is none. */
  readonly isS3First: boolean;
  readonly cacheDir: string;
  /** Entries that were not used for so long go; 0 fetches always. */
  readonly cacheTtlSeconds: number;
  readonly cacheMaxBytes: number;
}

const WEEK_SECONDS = 604_800;
const TWO_GIB = 2_147_483_648;

/**
 * Read the variables of data access. Empty counts as absent. sbir-contracts.md 7.1 has the list.
 *
 * @throws {StorageConfigurationError} that names the malformed variable and repeats no value
 */
export function readStorageSettings(environment: Environment): StorageSettings {
  return {
    bucket: bucketOf(environment),
    isS3First: flagOf(environment, 'USE_S3_FIRST', true),
    cacheDir: environment['SBIR_S3_CACHE_DIR'] || join(tmpdir(), 'sbir-analytics-s3-cache'),
    cacheTtlSeconds: countOf(environment, 'SBIR_S3_CACHE_TTL_SECONDS', WEEK_SECONDS),
    cacheMaxBytes: countOf(environment, 'SBIR_S3_CACHE_MAX_BYTES', TWO_GIB),
  };
}

/** The bucket of data files: `SBIR_ANALYTICS_S3_BUCKET`, else `S3_BUCKET`, else nothing. */
export function bucketOf(environment: Environment): string | undefined {
  return environment['SBIR_ANALYTICS_S3_BUCKET'] || environment['S3_BUCKET'] || undefined;
}

function flagOf(environment: Environment, name: string, fallback: boolean): boolean {
  const text = environment[name]?.trim().toLowerCase();
  if (!text) return fallback;
  if (['true', '1', 'yes'].includes(text)) return true;
  if (['false', '0', 'no'].includes(text)) return false;
  throw new StorageConfigurationError(name, 'must be true or false');
}

function countOf(environment: Environment, name: string, fallback: number): number {
  const text = environment[name]?.trim();
  if (!text) return fallback;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new StorageConfigurationError(name, 'must be a whole number, 0 or more');
}
