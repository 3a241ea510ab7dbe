import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { openS3 } from '@pipelines/local-cloud';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createS3Store } from '../src/s3/create-s3-store.ts';
import { describeFileStore, type StoreUnderTest } from './file-store-contract.ts';

const bucket = 'sbir-data';

async function openBucket(): Promise<StoreUnderTest & { readonly client: S3Client }> {
  const dataDir = await mkdtemp(join(tmpdir(), 's3-store-'));
  const s3 = await openS3({ dataDir });
  const { url, region, accessKeyId, secretAccessKey } = s3;
  const client = new S3Client({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    client,
    store: createS3Store({ bucket, client }),
    async stop() {
      client.destroy();
      await s3.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

describeFileStore('s3', openBucket);

describe('createS3Store', () => {
  let opened: Awaited<ReturnType<typeof openBucket>>;

  beforeAll(async () => {
    opened = await openBucket();
  });
  afterAll(() => opened.stop());

  it('lists more than one page', async () => {
    for (let start = 0; start < 1_001; start += 91) {
      await Promise.all(
        Array.from({ length: 91 }, (_, index) =>
          opened.store.write(`many/${String(start + index).padStart(4, '0')}`, 'x'),
        ),
      );
    }

    const keys: string[] = [];
    for await (const { key } of opened.store.list('many/')) keys.push(key);

    expect(keys).toHaveLength(1_001);
    expect(keys).toEqual(keys.toSorted());
  });

  it('leaves no parts behind when a stream fails', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 40; index += 1) yield Buffer.alloc(1_000_000);
      throw new Error('source broke');
    };

    await opened.store.write('broken', broken()).catch(() => undefined);

    const { Uploads } = await opened.client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket }),
    );
    expect(Uploads ?? []).toEqual([]);
  });

  it('refuses a bucket that belongs to someone else', async () => {
    const store = createS3Store({ ...opened, bucket, expectedBucketOwner: '999999999999' });

    await expect(store.head('a')).rejects.toMatchObject({ name: 'AccessDeniedError' });
  });

  it('refuses wrong credentials, and does not take that for absence', async () => {
    const { endpoint } = opened.client.config;
    const client = new S3Client({
      endpoint: endpoint ? await endpoint() : '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'wrong', secretAccessKey: 'wrong' },
    });

    await expect(createS3Store({ bucket, client }).head('a')).rejects.toMatchObject({
      name: 'AccessDeniedError',
    });
    client.destroy();
  });
});
