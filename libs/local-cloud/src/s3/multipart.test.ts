import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type CompleteMultipartUploadCommandInput,
  type CreateMultipartUploadCommandInput,
  type UploadPartCommandInput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';

const MIB = 1024 ** 2;
const FIRST = Buffer.alloc(5 * MIB, 'first ');
const LAST = Buffer.from('the last part');

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

async function begin(
  Key: string,
  more: Partial<CreateMultipartUploadCommandInput> = {},
): Promise<{ Bucket: string; Key: string; UploadId: string }> {
  const input = { Bucket: 'bucket', Key };
  const { UploadId } = await s3.client.send(
    new CreateMultipartUploadCommand({ ...input, ...more }),
  );
  return { ...input, UploadId: UploadId ?? '' };
}

type Begun = Awaited<ReturnType<typeof begin>>;

async function send(
  upload: Begun,
  PartNumber: number,
  Body: Buffer,
  more: Partial<UploadPartCommandInput> = {},
): Promise<CompletedPart> {
  const input = { ...upload, PartNumber, Body, ...more };
  const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } = await s3.client.send(
    new UploadPartCommand(input),
  );
  return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME };
}

const complete = (
  upload: Begun,
  Parts: CompletedPart[],
  more: Partial<CompleteMultipartUploadCommandInput> = {},
) =>
  s3.client.send(
    new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }),
  );

const read = async (Key: string, more: object = {}): Promise<Buffer> => {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: 'bucket', Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

describe('an upload in parts', () => {
  it('becomes an object when it is complete, whatever the order of sending', async () => {
    const upload = await begin('whole', { ContentType: 'text/csv', Metadata: { a: '1' } });
    const last = await send(upload, 7, LAST);
    const first = await send(upload, 2, FIRST);

    const { ETag } = await complete(upload, [first, last]);

    const head = await s3.client.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'whole' }));
    expect(ETag).toBe('"3ff5b6fedea3601da3e2c038e4fac650-2"');
    expect(head).toMatchObject({
      ETag,
      ContentLength: FIRST.length + LAST.length,
      ContentType: 'text/csv',
      Metadata: { a: '1' },
    });
    expect((await read('whole')).equals(Buffer.concat([FIRST, LAST]))).toBe(true);
  });

  it('is read across the border of two parts, and part by part', async () => {
    const Range = `bytes=${FIRST.length - 3}-${FIRST.length + 2}`;

    expect((await read('whole', { Range })).toString()).toBe(' fithe');
    expect((await read('whole', { PartNumber: 2 })).toString()).toBe('the last part');
    const part = await s3.client.send(
      new HeadObjectCommand({ Bucket: 'bucket', Key: 'whole', PartNumber: 1 }),
    );
    expect(part).toMatchObject({ PartsCount: 2, ContentLength: FIRST.length });
    await expect(read('whole', { PartNumber: 3 })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('is invisible before that, and listed with its parts', async () => {
    const upload = await begin('unfinished');
    await send(upload, 1, FIRST);
    await send(upload, 3, LAST);

    const parts = await s3.client.send(new ListPartsCommand({ ...upload, MaxParts: 1 }));
    const rest = await s3.client.send(
      new ListPartsCommand({ ...upload, PartNumberMarker: parts.NextPartNumberMarker }),
    );
    const uploads = await s3.client.send(
      new ListMultipartUploadsCommand({ Bucket: 'bucket', Prefix: 'unf' }),
    );

    expect(parts).toMatchObject({ IsTruncated: true, Parts: [{ PartNumber: 1, Size: 5 * MIB }] });
    expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3, Size: 13 }] });
    expect(uploads.Uploads).toMatchObject([{ Key: 'unfinished', UploadId: upload.UploadId }]);
    await expect(read('unfinished')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('leaves nothing when it is aborted', async () => {
    const before = await s3.bodyFiles();
    const upload = await begin('aborted');
    await send(upload, 1, LAST);

    await s3.client.send(new AbortMultipartUploadCommand(upload));

    expect(await s3.bodyFiles()).toHaveLength(before.length);
    await expect(send(upload, 2, LAST)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('takes the later of two parts with one number, and drops what is not listed', async () => {
    const before = await s3.bodyFiles();
    const upload = await begin('replaced');
    await send(upload, 1, Buffer.from('old'));
    const kept = await send(upload, 1, LAST);
    await send(upload, 2, Buffer.from('unlisted'));

    await complete(upload, [kept]);

    expect((await read('replaced')).toString()).toBe('the last part');
    expect(await s3.bodyFiles()).toHaveLength(before.length + 1);
  });

  it('keeps IfNoneMatch until the end', async () => {
    const upload = await begin('taken');
    const part = await send(upload, 1, LAST);
    await s3.client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'taken', Body: 'x' }));

    await expect(complete(upload, [part], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it.each([
    ['parts out of order', (a: CompletedPart, b: CompletedPart) => [b, a], 'InvalidPartOrder'],
    ['a part twice', (a: CompletedPart) => [a, a], 'InvalidPartOrder'],
    ['another ETag', (a: CompletedPart) => [{ ...a, ETag: '"x"' }], 'InvalidPart'],
    ['a part that is not there', (a: CompletedPart) => [{ ...a, PartNumber: 9 }], 'InvalidPart'],
    [
      'a small part that is not the last',
      (a: CompletedPart, b: CompletedPart) => [a, b],
      'EntityTooSmall',
    ],
    ['no part', () => [], 'MalformedXML'],
  ])('is refused with %s', async (_, listed, name) => {
    const upload = await begin('refused');
    const [a, b] = [await send(upload, 1, LAST), await send(upload, 2, LAST)];

    await expect(complete(upload, listed(a, b))).rejects.toMatchObject({ name });
  });

  it('is refused when its size is another than was said', async () => {
    const upload = await begin('sized');
    const part = await send(upload, 1, LAST);

    const wrong = complete(upload, [part], { MpuObjectSize: 14 });

    await expect(wrong).rejects.toMatchObject({ name: 'InvalidRequest' });
    expect((await complete(upload, [part], { MpuObjectSize: 13 })).ETag).toMatch(/-1"$/);
  });

  it.each([0, 10_001])('has no part %d', async (number) => {
    const upload = await begin('numbers');

    await expect(send(upload, number, LAST)).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('takes parts out of objects that are here', async () => {
    const upload = await begin('assembled');
    const input = { ...upload, CopySource: 'bucket/whole' };
    const copy = async (PartNumber: number, range: object): Promise<CompletedPart> => {
      const command = new UploadPartCopyCommand({ ...input, PartNumber, ...range });
      const { CopyPartResult } = await s3.client.send(command);
      return { PartNumber, ETag: CopyPartResult?.ETag };
    };
    const first = await copy(1, {});
    const second = await copy(2, { CopySourceRange: `bytes=${FIRST.length}-${FIRST.length + 2}` });
    await expect(copy(3, { CopySourceRange: 'bytes=0-999999999' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });

    await complete(upload, [first, second]);

    const expected = Buffer.concat([FIRST, LAST, Buffer.from('the')]);
    expect((await read('assembled')).equals(expected)).toBe(true);
  });
});

describe('the checksum of an upload', () => {
  it.each([
    ['CRC32', 'COMPOSITE', 'Es/F/Q==-2'],
    ['CRC32', 'FULL_OBJECT', 'wW+JcQ=='],
    ['CRC64NVME', 'FULL_OBJECT', 'lp3GClaf+cg='],
    ['SHA256', 'COMPOSITE', 'MeLzkL10KmdhDF8D3xMyAbFod+KWbcoOL1+pXJ+q0Aw=-2'],
  ] as const)('%s may be %s', async (algorithm, type, value) => {
    const options = { ChecksumAlgorithm: algorithm, ChecksumType: type };
    const upload = await begin('summed', options);
    const parts = [
      await send(upload, 1, FIRST, { ChecksumAlgorithm: algorithm }),
      await send(upload, 2, LAST, { ChecksumAlgorithm: algorithm }),
    ];

    const answer = await complete(upload, parts);

    expect(answer).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: type });
    const input = { Bucket: 'bucket', Key: 'summed', ChecksumMode: 'ENABLED' } as const;
    const head = await s3.client.send(new HeadObjectCommand(input));
    expect(head).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: type });
  });

  it.each([
    ['SHA256', 'FULL_OBJECT'],
    ['CRC64NVME', 'COMPOSITE'],
  ] as const)('%s cannot be %s', async (ChecksumAlgorithm, ChecksumType) => {
    const beginning = begin('k', { ChecksumAlgorithm, ChecksumType });

    await expect(beginning).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('must be the one that the sender promises', async () => {
    const upload = await begin('promised', { ChecksumAlgorithm: 'CRC32' });
    const part = await send(upload, 1, LAST);

    await expect(complete(upload, [{ ...part, ChecksumCRC32: 'AAAAAA==' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete(upload, [part], { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
  });

  it('has one algorithm', async () => {
    const upload = await begin('mixed', { ChecksumAlgorithm: 'CRC32' });

    const sending = send(upload, 1, LAST, { ChecksumAlgorithm: 'SHA256' });

    await expect(sending).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});

describe('Upload of lib-storage', () => {
  it('sends a stream of unknown length, and it comes back whole', async () => {
    const data = Buffer.concat([FIRST, FIRST, LAST]);
    async function* chunks(): AsyncGenerator<Buffer> {
      for (let at = 0; at < data.length; at += 100_000) yield data.subarray(at, at + 100_000);
    }
    const params = { Bucket: 'bucket', Key: 'streamed', Body: Readable.from(chunks()) };

    const { ETag } = await new Upload({ client: s3.client, params, partSize: 5 * MIB }).done();

    expect(ETag).toMatch(/-3"$/);
    expect((await read('streamed')).equals(data)).toBe(true);
  });
});
