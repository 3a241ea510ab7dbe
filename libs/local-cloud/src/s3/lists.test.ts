import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DeleteObjectsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type ListObjectsV2CommandInput,
} from '@aws-sdk/client-s3';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';

const KEYS = ['a', 'b/1', 'b/2', 'b&c/ü', 'c', 'd/1', 'd/e/1', 'ctrl\u0001\r'];
const IN_ORDER = ['a', 'b&c/ü', 'b/1', 'b/2', 'c', 'ctrl\u0001\r', 'd/1', 'd/e/1'];

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
  for (const Key of KEYS) {
    await s3.client.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: Key }));
  }
});
afterAll(() => s3.stop());

const list = (more: Partial<ListObjectsV2CommandInput> = {}) =>
  s3.client.send(new ListObjectsV2Command({ Bucket: 'bucket', ...more }));
const keysOf = (answer: { Contents?: { Key?: string | undefined }[] | undefined }) =>
  (answer.Contents ?? []).map(({ Key }) => Key);
const prefixesOf = (answer: { CommonPrefixes?: { Prefix?: string | undefined }[] | undefined }) =>
  (answer.CommonPrefixes ?? []).map(({ Prefix }) => Prefix);

describe('ListObjectsV2', () => {
  it('lists keys in order of their octets, with what is known of each', async () => {
    const answer = await list();

    expect(keysOf(answer)).toEqual(IN_ORDER);
    expect(answer).toMatchObject({ KeyCount: 8, MaxKeys: 1_000, IsTruncated: false });
    expect(answer.Contents?.[0]).toMatchObject({
      ETag: '"0cc175b9c0f1b6a831c399e269772661"',
      Size: 1,
      StorageClass: 'STANDARD',
      ChecksumAlgorithm: ['CRC32'],
      ChecksumType: 'FULL_OBJECT',
    });
  });

  it('rolls up by prefix and delimiter', async () => {
    const top = await list({ Delimiter: '/' });
    const below = await list({ Delimiter: '/', Prefix: 'd/' });

    expect(keysOf(top)).toEqual(['a', 'c', 'ctrl\u0001\r']);
    expect(prefixesOf(top)).toEqual(['b&c/', 'b/', 'd/']);
    expect(keysOf(below)).toEqual(['d/1']);
    expect(prefixesOf(below)).toEqual(['d/e/']);
  });

  it.each([1, 2, 3, 7])('gives everything once in pages of %d', async (MaxKeys) => {
    const found: (string | undefined)[] = [];
    const pages = paginateListObjectsV2({ client: s3.client }, { Bucket: 'bucket', MaxKeys });
    for await (const page of pages) found.push(...keysOf(page));

    expect(found).toEqual(IN_ORDER);
  });

  it('pages over rolled-up prefixes', async () => {
    const found: (string | undefined)[] = [];
    const input = { Bucket: 'bucket', Delimiter: '/', MaxKeys: 1 };
    for await (const page of paginateListObjectsV2({ client: s3.client }, input)) {
      found.push(...keysOf(page), ...prefixesOf(page));
    }

    expect(found).toEqual(['a', 'b&c/', 'b/', 'c', 'ctrl\u0001\r', 'd/']);
  });

  it('starts behind a key', async () => {
    expect(keysOf(await list({ StartAfter: 'c' }))).toEqual(['ctrl\u0001\r', 'd/1', 'd/e/1']);
  });

  it('encodes keys when asked to', async () => {
    const { Contents, EncodingType } = await list({ EncodingType: 'url', Prefix: 'b&' });

    expect(EncodingType).toBe('url');
    expect(Contents?.[0]?.Key).toBe('b%26c/%C3%BC');
  });

  it('names the owner only when asked to', async () => {
    expect((await list()).Contents?.[0]?.Owner).toBeUndefined();
    expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner).toEqual({ ID: '000000000000' });
  });

  it('refuses a token that it has not given', async () => {
    await expect(list({ ContinuationToken: '!' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  it('gives nothing for a limit of none', async () => {
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it('is refused for a bucket that is not there', async () => {
    await expect(list({ Bucket: 'no-bucket' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'no-bucket',
    });
  });
});

describe('ListObjects', () => {
  it('goes on from a marker, and names the next with a delimiter', async () => {
    const input = { Bucket: 'bucket', Delimiter: '/', MaxKeys: 3 };
    const first = await s3.client.send(new ListObjectsCommand(input));
    const second = await s3.client.send(
      new ListObjectsCommand({ ...input, Marker: first.NextMarker }),
    );

    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'b/' });
    expect(second.IsTruncated).toBe(false);
    expect(keysOf(second)).toEqual(['c', 'ctrl\u0001\r']);
    expect(prefixesOf(second)).toEqual(['d/']);
  });
});

describe('DeleteObjects', () => {
  const remove = (Objects: { Key: string }[], more: object = {}) =>
    s3.client.send(new DeleteObjectsCommand({ Bucket: 'bucket', Delete: { Objects, ...more } }));

  it('deletes keys of any form, those that are not there included', async () => {
    const keys = ['gone & <1>', 'gone\r\u0002', ' gone '];
    for (const Key of keys) {
      await s3.client.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'x' }));
    }

    const { Deleted, Errors } = await remove([...keys, 'never'].map((Key) => ({ Key })));

    expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys, 'never']);
    expect(Errors).toBeUndefined();
    expect(keysOf(await list())).toEqual(IN_ORDER);
  });

  it('is silent when asked to', async () => {
    const answer = await remove([{ Key: 'never' }], { Quiet: true });

    expect(answer.Deleted).toBeUndefined();
  });

  it('takes a thousand keys at most', async () => {
    const many = Array.from({ length: 1_001 }, (_, at) => ({ Key: `k${at}` }));

    await expect(remove(many)).rejects.toMatchObject({ name: 'MalformedXML' });
    expect((await remove(many.slice(1))).Deleted).toHaveLength(1_000);
  });
});
