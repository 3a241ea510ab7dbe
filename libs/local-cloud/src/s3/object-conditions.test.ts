import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';
import { objectCommands, textOf } from '../../test/s3-objects.ts';

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const { put, get, head } = objectCommands(() => s3);

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

it('nothing of all this made the endpoint fail', () => {
  expect(s3.problems).toEqual([]);
});
