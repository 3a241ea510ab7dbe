import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';
import { objectCommands, textOf } from '../../test/s3-objects.ts';

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const { put, get, head } = objectCommands(() => s3);

describe('an object', () => {
  it('comes back with all that was said about it', async () => {
    const written = await put('kept.txt', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment',
      ContentEncoding: 'gzip',
      ContentLanguage: 'en',
      Metadata: { Source: 'sbir', 'run-date': '2026-11-25' },
      ServerSideEncryption: 'AES256',
    });

    const answer = await get('kept.txt');

    expect(written).toMatchObject({
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ServerSideEncryption: 'AES256',
    });
    expect(answer).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment',
      ContentEncoding: 'gzip',
      ContentLanguage: 'en',
      ContentLength: 5,
      AcceptRanges: 'bytes',
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      Metadata: { source: 'sbir', 'run-date': '2026-11-25' },
      ServerSideEncryption: 'AES256',
    });
    expect(answer.LastModified?.getTime()).toBeCloseTo(Date.now(), -5);
    expect(await textOf(answer)).toBe('hello');
  });

  it('is replaced as a whole, and the old body leaves the disk', async () => {
    await put('replaced', 'first', { Metadata: { a: '1' } });
    const before = await s3.bodyFiles();

    await put('replaced', 'second');

    const answer = await get('replaced');
    expect(await textOf(answer)).toBe('second');
    expect(answer.Metadata).toEqual({});
    expect(await s3.bodyFiles()).toHaveLength(before.length);
  });

  it.each([
    '..',
    '../../etc/passwd',
    '/absolute',
    'a//b',
    'a/',
    'a',
    'a/b',
    '.',
    'CON',
    'ümlaut 日本 \u{1F600}',
    'plus+and space&<>"\'%2F%',
    '\u0001\r\n\t',
    'k'.repeat(1_024),
  ])('can have the key %j', async (key) => {
    await put(key, `body of ${key}`);

    expect(await textOf(await get(key))).toBe(`body of ${key}`);
  });

  it('cannot have a key of more than 1024 octets', async () => {
    await expect(put('é'.repeat(513), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it('may be empty', async () => {
    await put('empty', Buffer.alloc(0));

    expect(await textOf(await get('empty'))).toBe('');
    await expect(get('empty', { Range: 'bytes=0-' })).rejects.toMatchObject({
      name: 'InvalidRange',
    });
  });

  it('sent as a stream is stored without the form in which it travelled', async () => {
    const data = Buffer.alloc(300_000, 'stream ');
    const body = Readable.from([data.subarray(0, 70_000), data.subarray(70_000)]);

    const { ChecksumCRC32 } = await put('stream', body, { ContentLength: data.length });

    const answer = await get('stream');
    expect(await textOf(answer)).toBe(data.toString());
    expect(answer.ContentEncoding).toBeUndefined();
    expect(answer.ChecksumCRC32).toBe(ChecksumCRC32);
  });

  it('is not there when there is none', async () => {
    await expect(get('nothing')).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(head('nothing')).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('can be deleted, and deleted again', async () => {
    await put('gone', 'x');

    await s3.client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'gone' }));

    await expect(head('gone')).rejects.toMatchObject({ name: 'NotFound' });
    const again = await s3.client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'gone' }));
    expect(again.$metadata.httpStatusCode).toBe(204);
  });

  it('takes headers of the answer from a signed query', async () => {
    await put('override', 'x');

    const answer = await get('override', { ResponseContentType: 'text/csv' });

    expect(answer.ContentType).toBe('text/csv');
  });

  it('of a bucket that is not there cannot be written or read', async () => {
    const input = { Bucket: 'no-such-bucket', Key: 'k' };

    const writing = s3.client.send(new PutObjectCommand({ ...input, Body: 'x' }));
    await expect(writing).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const reading = s3.client.send(new GetObjectCommand(input));
    await expect(reading).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('is kept from whoever means the bucket of another account', async () => {
    await put('owned', 'x', { ExpectedBucketOwner: '000000000000' });

    const reading = get('owned', { ExpectedBucketOwner: '111122223333' });

    await expect(reading).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('cannot have metadata of more than 2 KB', async () => {
    const writing = put('heavy', 'x', { Metadata: { a: 'x'.repeat(2_048) } });

    await expect(writing).rejects.toMatchObject({ name: 'MetadataTooLarge' });
  });
});

describe('tags', () => {
  it('come with the object, and are replaced and removed', async () => {
    const input = { Bucket: 'bucket', Key: 'tagged' };
    await put('tagged', 'x', { Tagging: 'a=1&b=two%20words' });
    expect((await get('tagged')).TagCount).toBe(2);

    const TagSet = [{ Key: 'c', Value: '<&>' }];
    await s3.client.send(new PutObjectTaggingCommand({ ...input, Tagging: { TagSet } }));

    const read = await s3.client.send(new GetObjectTaggingCommand(input));
    expect(read.TagSet).toEqual([{ Key: 'c', Value: '<&>' }]);
    await s3.client.send(new DeleteObjectTaggingCommand(input));
    const after = await s3.client.send(new GetObjectTaggingCommand(input));
    expect(after.TagSet ?? []).toEqual([]);
  });

  it('are ten at most', async () => {
    const tags = Array.from({ length: 11 }, (_, at) => `t${at}=x`).join('&');

    await expect(put('k', 'x', { Tagging: tags })).rejects.toMatchObject({ name: 'InvalidTag' });
  });
});

it('nothing of all this made the endpoint fail', () => {
  expect(s3.problems).toEqual([]);
});
