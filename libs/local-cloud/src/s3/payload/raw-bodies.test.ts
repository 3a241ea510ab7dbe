import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { startS3, type RawAnswer, type S3Fixture } from '../../../test/s3-fixture.ts';
import { sendSignedTo } from '../../../test/signed-request.ts';

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  expect(s3.problems).toEqual([]);
  await s3.stop();
});

const codeOf = ({ text }: RawAnswer): string | undefined => /<Code>(\w+)</.exec(text)?.[1];

/** A body that travels in chunks, with a checksum behind it. */
function sendChunked(body: string | Buffer, headers: Record<string, string> = {}) {
  return sendSignedTo(s3.endpoint, {
    method: 'PUT',
    body,
    headers: {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5',
      'x-amz-trailer': 'x-amz-checksum-crc32',
      'content-encoding': 'aws-chunked,gzip',
      ...headers,
    },
  });
}

describe('a body in chunks', () => {
  it('is stored without its chunks, its other encoding kept', async () => {
    const sent = await sendChunked('5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n');

    const read = await sendSignedTo(s3.endpoint, {});
    expect(sent.status).toBe(200);
    expect(read.text).toBe('hello');
    expect(read.headers['content-encoding']).toBe('gzip');
  });

  it.each([
    ['another length', '4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n', 'IncompleteBody'],
    ['another checksum', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', 'BadDigest'],
    ['no checksum', '5\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
    ['half a checksum', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n', 'InvalidRequest'],
  ])('is refused with %s', async (_, body, code) => {
    expect(codeOf(await sendChunked(body))).toBe(code);
  });

  it('is refused in its midst, and the sender is heard out', async () => {
    const body = Buffer.concat([Buffer.from('not a size\r\n'), Buffer.alloc(16 * 1024 ** 2)]);

    expect(codeOf(await sendChunked(body))).toBe('IncompleteBody');
    expect((await sendSignedTo(s3.endpoint, {})).status).toBe(200);
  });

  it.each([
    ['STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', 'NotImplemented'],
    ['hash', 'InvalidArgument'],
  ])('in the form %s is refused', async (form, code) => {
    const answer = await sendChunked('x', { 'x-amz-content-sha256': form });

    expect(codeOf(answer)).toBe(code);
  });

  it('signed for one form cannot be sent in chunks without signatures', async () => {
    const form = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
    const answer = await sendChunked('5\r\nhello\r\n0\r\n\r\n', form);

    expect(codeOf(answer)).toBe('SignatureDoesNotMatch');
  });
});

describe('a body of XML', () => {
  const remove = (xml: string): Promise<RawAnswer> => {
    const md5 = createHash('md5').update(xml).digest('base64');
    const headers = { 'content-md5': md5 };
    const path = '/bucket?delete=';
    return sendSignedTo(s3.endpoint, { method: 'POST', path, body: xml, headers });
  };

  it.each([
    ['is cut off', '<Delete><Object><Key>a'],
    ['has another root', '<Remove><Object><Key>a</Key></Object></Remove>'],
    ['has no key', '<Delete><Object></Object></Delete>'],
    ['is empty', ''],
    [
      'declares entities',
      '<!DOCTYPE d [<!ENTITY k "a">]><Delete><Object><Key>&k;</Key></Object></Delete>',
    ],
  ])('that %s is refused', async (_, xml) => {
    expect(codeOf(await remove(xml))).toBe('MalformedXML');
  });

  it('may be indented and have a namespace', async () => {
    const { text } = await remove(
      '<?xml version="1.0"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n' +
        '  <Object>\n    <Key>a &#38; b</Key>\n  </Object>\n</Delete>\n',
    );

    expect(text).toContain('<Deleted><Key>a &amp; b</Key></Deleted>');
  });
});
