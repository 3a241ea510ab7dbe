import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';
import { objectCommands, textOf } from '../../test/s3-objects.ts';

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const { put, get, head } = objectCommands(() => s3);

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

it('nothing of all this made the endpoint fail', () => {
  expect(s3.problems).toEqual([]);
});
