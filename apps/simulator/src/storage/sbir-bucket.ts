/** Bucket of the weekly refresh where `S3_BUCKET` names no other. Source: sbir-contracts.md section 3 */
const DEFAULT_BUCKET = 'sbir-analytics-production-data';

/** The bucket that functions with `S3_BUCKET` in their manifest row work on. */
export function sbirBucketOf(env: Readonly<Record<string, string | undefined>>): string {
  return env['S3_BUCKET'] || DEFAULT_BUCKET;
}
