import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { openS3 } from '@pipelines/local-cloud';

const BUCKET = 'answers';

/** A bucket of a local S3 for what containers answer. */
export interface AnswersBucket {
  readonly name: string;
  /** What a container needs to reach the S3, by the names that the SDK reads. */
  readonly environment: Readonly<Record<string, string>>;
  keys(): Promise<readonly string[]>;
  /** The text of an object. @throws the SDK's `NoSuchKey` */
  read(key: string): Promise<string>;
  close(): Promise<void>;
}

/** Open an S3 in a folder of its own, with an empty bucket. */
export async function openAnswersBucket(): Promise<AnswersBucket> {
  const dataDir = await mkdtemp(join(tmpdir(), 'answers-'));
  const endpoint = await openS3({ dataDir });
  const { url, region, accessKeyId, secretAccessKey } = endpoint;
  const client = new S3Client({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return {
    name: BUCKET,
    environment: {
      AWS_ENDPOINT_URL_S3: url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
      return Contents.map(({ Key = '' }) => Key);
    },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
    async close() {
      client.destroy();
      await endpoint.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
