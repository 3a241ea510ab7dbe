import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const create = (Bucket: string, region?: 'us-east-2') =>
  s3.client.send(
    new CreateBucketCommand({
      Bucket,
      ...(region && { CreateBucketConfiguration: { LocationConstraint: region } }),
    }),
  );

describe('a bucket', () => {
  it('is listed in order of names, with its region', async () => {
    await create('z-bucket', 'us-east-2');
    await create('a-bucket');

    const { Buckets } = await s3.client.send(new ListBucketsCommand({}));

    expect(Buckets).toMatchObject([
      { Name: 'a-bucket', BucketRegion: 'us-east-1' },
      { Name: 'bucket', BucketRegion: 'us-east-1' },
      { Name: 'z-bucket', BucketRegion: 'us-east-2' },
    ]);
  });

  it('knows where it lies; us-east-1 is empty', async () => {
    await create('located', 'us-east-2');

    const here = await s3.client.send(new GetBucketLocationCommand({ Bucket: 'bucket' }));
    const there = await s3.client.send(new GetBucketLocationCommand({ Bucket: 'located' }));
    const head = await s3.client.send(new HeadBucketCommand({ Bucket: 'located' }));

    expect(here.LocationConstraint).toBeUndefined();
    expect(there.LocationConstraint).toBe('us-east-2');
    expect(head.BucketRegion).toBe('us-east-2');
  });

  it('can be made twice in us-east-1 only', async () => {
    await create('twice');
    await create('twice');
    await create('once', 'us-east-2');

    await expect(create('once', 'us-east-2')).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
  });

  it.each(['ab', 'Upper', 'under_score', 'a..b', '192.168.0.1', '-dash', 'xn--x', 'x'.repeat(64)])(
    'cannot be named %s',
    async (name) => {
      await expect(create(name)).rejects.toMatchObject({ name: 'InvalidBucketName' });
    },
  );

  it('can be deleted when nothing is in it, unfinished uploads apart', async () => {
    await create('short-lived');
    const object = { Bucket: 'short-lived', Key: 'k' };
    await s3.client.send(new PutObjectCommand({ ...object, Body: 'x' }));
    await s3.client.send(new CreateMultipartUploadCommand(object));
    const remove = () => s3.client.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));
    await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await s3.client.send(new DeleteObjectCommand(object));

    await remove();

    const head = s3.client.send(new HeadBucketCommand({ Bucket: 'short-lived' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('has no access list: what is not here is said, not guessed', async () => {
    const acl = s3.client.send(new GetBucketAclCommand({ Bucket: 'bucket' }));

    await expect(acl).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
