import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';
import { objectCommands, textOf } from '../../test/s3-objects.ts';

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const { put, get } = objectCommands(() => s3);

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
