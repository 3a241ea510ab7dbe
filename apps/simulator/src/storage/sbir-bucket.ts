import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** Bucket of the weekly refresh where `S3_BUCKET` names no other. Source: sbir-contracts.md section 3 */
const DEFAULT_BUCKET = 'sbir-analytics-production-data';

/** The bucket that functions with `S3_BUCKET` in their manifest row work on. */
export function sbirBucketOf(env: Readonly<Record<string, string | undefined>>): string {
  return env['S3_BUCKET'] || DEFAULT_BUCKET;
}

/** Create a bucket on the local endpoint; one that is there already stays as it is. */
export async function ensureBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if ((error as Error).name !== 'BucketAlreadyOwnedByYou') throw error;
  }
}
