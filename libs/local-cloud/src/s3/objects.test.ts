import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const put = (key: string, body: NonNullable<PutObjectCommandInput['Body']>, more: object = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket: 'bucket', Key: key, Body: body, ...more }));
const get = (
  key: string,
  more: Partial<GetObjectCommandInput> = {},
): Promise<GetObjectCommandOutput> =>
  s3.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: key, ...more }));
const textOf = async (answer: GetObjectCommandOutput): Promise<string | undefined> =>
  answer.Body?.transformToString();
const head = (key: string, more: object = {}) =>
  s3.client.send(new HeadObjectCommand({ Bucket: 'bucket', Key: key, ...more }));

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

describe('a range', () => {
  beforeAll(() => put('digits', '0123456789'));

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s gives its octets', async (Range, text, contentRange) => {
    const answer = await get('digits', { Range });

    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect(answer.ContentRange).toBe(contentRange);
    expect(await textOf(answer)).toBe(text);
  });

  it('behind the end is refused with the size', async () => {
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      ActualObjectSize: '10',
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('comes without the checksum of the whole', async () => {
    const answer = await get('digits', { Range: 'bytes=2-4', ChecksumMode: 'ENABLED' });

    expect(answer.ChecksumCRC32).toBeUndefined();
  });
});

describe('a checksum', () => {
  it.each([
    ['CRC32', 'NhCmhg=='],
    ['CRC32C', 'mnG7TA=='],
    ['CRC64NVME', 'M3eFcAZSQlc='],
    ['SHA1', 'qvTGHdzF6KLavt4PO0gs2a6pQ00='],
    ['SHA256', 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='],
  ] as const)('of %s is computed, kept and given back', async (algorithm, value) => {
    const key = `checksum-${algorithm}`;

    const written = await put(key, 'hello', { ChecksumAlgorithm: algorithm });

    const read = await head(key, { ChecksumMode: 'ENABLED' });
    expect(written).toMatchObject({ [`Checksum${algorithm}`]: value });
    expect(read).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
  });

  it.each([
    ['another CRC32', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
    ['another CRC64NVME', { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }, 'BadDigest'],
    ['another SHA256', { ChecksumSHA256: `${'A'.repeat(43)}=` }, 'BadDigest'],
    ['a SHA1 of the wrong length', { ChecksumSHA1: 'AAAA' }, 'InvalidRequest'],
    ['another MD5', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
    ['an MD5 that is none', { ContentMD5: 'AAAA' }, 'InvalidDigest'],
  ])('refuses %s and keeps nothing', async (_, more, name) => {
    const before = await s3.bodyFiles();

    await expect(put('bad', 'hello', more)).rejects.toMatchObject({ name });

    await expect(head('bad')).rejects.toMatchObject({ name: 'NotFound' });
    expect(await s3.bodyFiles()).toEqual(before);
  });
});

describe('a condition', () => {
  const ETAG = '"5d41402abc4b2a76b9719d911017c592"';
  const OTHER = '"00000000000000000000000000000000"';
  const [past, future] = [new Date('2020-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')];
  beforeAll(() => put('conditional', 'hello'));

  it.each([
    ['IfMatch of its ETag', { IfMatch: ETAG }],
    ['IfMatch of any', { IfMatch: '*' }],
    ['IfMatch without quotes, in a list', { IfMatch: `${OTHER}, ${ETAG.replaceAll('"', '')}` }],
    ['IfNoneMatch of another', { IfNoneMatch: OTHER }],
    ['IfModifiedSince the past', { IfModifiedSince: past }],
    ['IfUnmodifiedSince the future', { IfUnmodifiedSince: future }],
    ['IfMatch, which beats IfUnmodifiedSince', { IfMatch: ETAG, IfUnmodifiedSince: past }],
    ['IfNoneMatch, which beats IfModifiedSince', { IfNoneMatch: OTHER, IfModifiedSince: future }],
  ])('lets a read through: %s', async (_, condition) => {
    expect((await get('conditional', condition)).$metadata.httpStatusCode).toBe(200);
  });

  it.each([
    ['IfMatch of another', { IfMatch: OTHER }, 412],
    ['IfNoneMatch of its ETag', { IfNoneMatch: ETAG }, 304],
    ['IfModifiedSince the future', { IfModifiedSince: future }, 304],
    ['IfUnmodifiedSince the past', { IfUnmodifiedSince: past }, 412],
  ])('holds a read back: %s', async (_, condition, status) => {
    await expect(get('conditional', condition)).rejects.toMatchObject({
      $metadata: { httpStatusCode: status },
    });
  });

  it('IfNoneMatch * writes only what is not there', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });

    const second = put('once', 'second', { IfNoneMatch: '*' });

    await expect(second).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await textOf(await get('once'))).toBe('first');
  });

  it('IfNoneMatch * lets exactly one of many writers through', async () => {
    const writers = Array.from({ length: 8 }, (_, at) =>
      put('raced', `writer ${at}`, { IfNoneMatch: '*' }),
    );

    const outcomes = await Promise.allSettled(writers);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('IfMatch replaces only what the writer has seen', async () => {
    await put('seen', 'hello');
    await expect(put('seen', 'x', { IfMatch: OTHER })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('never', 'x', { IfMatch: ETAG })).rejects.toMatchObject({ name: 'NoSuchKey' });

    await put('seen', 'new', { IfMatch: ETAG });

    expect(await textOf(await get('seen'))).toBe('new');
  });

  it('IfMatch deletes only what the caller has seen', async () => {
    await put('careful', 'hello');
    const input = { Bucket: 'bucket', Key: 'careful' };
    const wrong = s3.client.send(new DeleteObjectCommand({ ...input, IfMatch: OTHER }));
    await expect(wrong).rejects.toMatchObject({ name: 'PreconditionFailed' });

    await s3.client.send(new DeleteObjectCommand({ ...input, IfMatch: ETAG }));

    await expect(head('careful')).rejects.toMatchObject({ name: 'NotFound' });
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

describe('CopyObject', () => {
  const copy = (key: string, source: string, more: object = {}) =>
    s3.client.send(
      new CopyObjectCommand({ Bucket: 'bucket', Key: key, CopySource: source, ...more }),
    );
  beforeAll(() =>
    put('source é+.txt', 'hello', {
      ContentType: 'text/plain',
      Metadata: { kept: 'yes' },
      Tagging: 'a=1',
    }),
  );
  const SOURCE = encodeURI('bucket/source é+.txt').replace('+', '%2B');

  it('takes data, metadata, tags and checksum along', async () => {
    const copied = await copy('copy', SOURCE);

    const answer = await get('copy');
    expect(copied.CopyObjectResult).toMatchObject({
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ChecksumCRC32: 'NhCmhg==',
    });
    expect(answer).toMatchObject({
      ContentType: 'text/plain',
      Metadata: { kept: 'yes' },
      TagCount: 1,
    });
    expect(await textOf(answer)).toBe('hello');
  });

  it('takes new metadata and tags when told to replace them', async () => {
    await copy('changed', SOURCE, {
      MetadataDirective: 'REPLACE',
      ContentType: 'text/csv',
      Metadata: { fresh: '1' },
      TaggingDirective: 'REPLACE',
      Tagging: '',
    });

    const answer = await get('changed');
    expect(answer).toMatchObject({ ContentType: 'text/csv', Metadata: { fresh: '1' } });
    expect(answer.TagCount).toBeUndefined();
  });

  it('computes the checksum that is asked for', async () => {
    const copied = await copy('copy-sha', SOURCE, { ChecksumAlgorithm: 'SHA1' });

    expect(copied.CopyObjectResult?.ChecksumSHA1).toBe('qvTGHdzF6KLavt4PO0gs2a6pQ00=');
  });

  it.each([
    ['itself without a change', 'source é+.txt', SOURCE, {}, 'InvalidRequest'],
    ['what is not there', 'k', 'bucket/nothing', {}, 'NoSuchKey'],
    ['from a bucket that is not there', 'k', 'no-bucket/k', {}, 'NoSuchBucket'],
    ['no key', 'k', 'bucket', {}, 'InvalidArgument'],
    ['what has changed', 'k', SOURCE, { CopySourceIfMatch: '"x"' }, 'PreconditionFailed'],
    ['by another directive', 'k', SOURCE, { MetadataDirective: 'MERGE' }, 'InvalidArgument'],
  ])('refuses %s', async (_, key, source, more, name) => {
    await expect(copy(key, source, more)).rejects.toMatchObject({ name });
  });

  it('changes the metadata of an object in its place', async () => {
    await put('in-place', 'hello');

    await copy('in-place', 'bucket/in-place', {
      MetadataDirective: 'REPLACE',
      Metadata: { now: '2' },
    });

    const answer = await get('in-place');
    expect(answer.Metadata).toEqual({ now: '2' });
    expect(await textOf(answer)).toBe('hello');
  });
});

it('nothing of all this made the endpoint fail', () => {
  expect(s3.problems).toEqual([]);
});
