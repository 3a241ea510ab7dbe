import { InvalidPathError, StorageConfigurationError } from './errors.ts';
import { assertKey } from './keys.ts';
import { bucketOf, type Environment } from './settings.ts';

/** Bucket and key of `s3://bucket/key`. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Take an S3 URL apart and check both halves.
 *
 * @param url - `s3://sbir-analytics-production-data/raw/awards/2026-11-23/award_data.csv`
 * @throws {InvalidPathError} for another scheme, a bucket name against S3's rules, or a bad key
 */
export function parseS3Url(url: string): S3Location {
  const [, bucket, key] = /^s3:\/\/([^/]*)\/(.*)$/su.exec(url) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new InvalidPathError('An S3 URL has the form s3://bucket/key');
  }
  assertBucket(bucket);
  assertKey(key);
  return { bucket, key };
}

/**
 * Check a bucket name: 3 to 63 lower-case letters, digits, hyphens and dots, not an IP address.
 *
 * @throws {InvalidPathError}
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function assertBucket(bucket: string): void {
  const isName =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) &&
    !bucket.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(bucket);
  if (!isName) throw new InvalidPathError('The bucket name breaks the naming rules of S3');
}

/** Where files of a machine live; `/data/raw/x.csv` on the other hand is a key with a slash too many. */
const LOCAL_ROOTS =
  /^(?:[a-z]:[\\/]|\\\\|file:|~|\/+(?:home|users|root|tmp|var|private|opt|mnt|media|srv|etc|usr|volumes|workspace|proc|dev)\/)/i;

/**
 * The S3 URL of a relative data path, `data/raw/sbir/award_data.csv`.
 *
 * Leading slashes are stripped. An absolute path of a machine (drive letter, `~`, `/home/…`,
 * `/tmp/…`) is refused: its folders must never become a key.
 *
 * @param bucket - else `SBIR_ANALYTICS_S3_BUCKET` or `S3_BUCKET` of `environment`
 * @throws {StorageConfigurationError} that names `SBIR_ANALYTICS_S3_BUCKET` when there is no bucket
 * @throws {InvalidPathError}
 */
export function buildS3Path(
  relative: string,
  bucket?: string,
  environment: Environment = process.env,
): string {
  if (LOCAL_ROOTS.test(relative)) {
    throw new InvalidPathError('An absolute path of this machine cannot become an S3 key');
  }
  const owner = bucket || bucketOf(environment);
  if (!owner) {
    throw new StorageConfigurationError(
      'SBIR_ANALYTICS_S3_BUCKET',
      'must be set: no bucket was given',
    );
  }
  const key = relative.replace(/^\/+/, '');
  assertBucket(owner);
  assertKey(key);
  return `s3://${owner}/${key}`;
}
