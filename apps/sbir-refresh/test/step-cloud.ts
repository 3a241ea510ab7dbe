import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { openS3 } from '@pipelines/local-cloud';
import { createS3Client, type FileStore, openS3Store } from '@pipelines/s3-files';

/** A bucket on a real endpoint, to which this process's environment points. */
export interface StepCloud {
  readonly store: FileStore;
  /** Puts the environment back too. */
  stop(): Promise<void>;
}

/**
 * Start an S3 endpoint with one bucket, for handlers that read `process.env` as in Lambda.
 *
 * The S3 client of a process is made once: one cloud per test file.
 */
export async function startStepCloud(bucket: string): Promise<StepCloud> {
  const before = { ...process.env };
  const dataDir = await mkdtemp(join(tmpdir(), 'step-cloud-'));
  const s3 = await openS3({ dataDir });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: s3.url,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
    S3_BUCKET: bucket,
    S3_BUCKET_OWNER: '000000000000',
    LOG_LEVEL: 'ERROR',
  });
  const client = createS3Client();
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return {
    store: openS3Store(bucket),
    async stop() {
      process.env = before;
      await s3.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
