import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createVirtualClock, type VirtualClock } from '@pipelines/core';
import { sendSignedTo, sha256, type Signing } from '../../test/signed-request.ts';
import {
  clientOf,
  sendRaw,
  startS3,
  type RawAnswer,
  type S3Fixture,
} from '../../test/s3-fixture.ts';

/** Signatures count in whole seconds. */
const START_MS = Math.floor(Date.now() / 1_000) * 1_000;
let clock: VirtualClock;
let s3: S3Fixture;
beforeAll(async () => {
  clock = createVirtualClock(START_MS);
  s3 = await startS3({ clock });
  await s3.client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'hello' }));
});
afterAll(() => s3.stop());

const sendSigned = (signing: Signing): Promise<RawAnswer> =>
  sendSignedTo(s3.endpoint, { signedAtMs: START_MS, ...signing });

const codeOf = ({ text }: RawAnswer): string | undefined => /<Code>(\w+)</.exec(text)?.[1];

describe('a signed request', () => {
  it('is answered', async () => {
    expect(await sendSigned({})).toMatchObject({ status: 200, text: 'hello' });
  });

  it.each(['us-east-2', 'eu-central-1'])('may be signed for %s', async (region) => {
    expect((await sendSigned({ region })).status).toBe(200);
  });

  it.each([
    ['another secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['another key', { accessKeyId: 'NOBODY' }, 'InvalidAccessKeyId'],
  ])('with %s is refused', async (_, credentials, name) => {
    const client = clientOf({ ...s3.endpoint, ...credentials });

    await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 403 },
    });
    client.destroy();
  });

  it.each([
    ['another service', { service: 'secretsmanager' }, 'AuthorizationHeaderMalformed'],
    ['an old date', { signedAtMs: START_MS - 901_000 }, 'RequestTimeTooSkewed'],
    ['a date to come', { signedAtMs: START_MS + 902_000 }, 'RequestTimeTooSkewed'],
    ['a host that is not signed', { unsigned: 'host' }, 'AccessDenied'],
    ['an added header', { added: { 'x-amz-acl': 'public-read' } }, 'AccessDenied'],
    [
      'another body hash',
      { added: { 'x-amz-content-sha256': sha256('x') } },
      'SignatureDoesNotMatch',
    ],
    [
      'a malformed header',
      { added: { authorization: 'AWS4-HMAC-SHA256 x' } },
      'AuthorizationHeaderMalformed',
    ],
    ['version 2', { added: { authorization: 'AWS key:signature' } }, 'InvalidRequest'],
    ['a path that is no UTF-8', { path: '/bucket/%FF' }, 'InvalidURI'],
  ])('with %s is refused', async (_, signing, code) => {
    const answer = await sendSigned(signing);

    expect(codeOf(answer)).toBe(code);
  });

  it('may be 15 minutes off', async () => {
    expect((await sendSigned({ signedAtMs: START_MS - 899_000 })).status).toBe(200);
    expect((await sendSigned({ signedAtMs: START_MS + 899_000 })).status).toBe(200);
  });

  it('must have the body that was signed', async () => {
    const answer = await sendSigned({
      method: 'PUT',
      path: '/bucket/forged',
      body: 'forged',
      headers: { 'x-amz-content-sha256': sha256('honest') },
    });

    expect(codeOf(answer)).toBe('XAmzContentSHA256Mismatch');
    expect(codeOf(await sendSigned({ path: '/bucket/forged' }))).toBe('NoSuchKey');
  });

  it('is refused in words that hold neither secret nor signature', async () => {
    const { text } = await sendSigned({ added: { 'x-amz-content-sha256': sha256('x') } });

    expect(text).not.toContain(s3.endpoint.secretAccessKey);
    expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  it('is refused as S3 writes it', async () => {
    const { status, headers, text } = await sendSigned({ path: '/bucket/nothing%26' });

    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/xml');
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>' +
        '<Key>nothing&amp;</Key><Resource>/bucket/nothing%26</Resource>' +
        `<RequestId>${String(headers['x-amz-request-id'])}</RequestId>` +
        `<HostId>${String(headers['x-amz-id-2'])}</HostId></Error>`,
    );
  });
});

describe('an unsigned request', () => {
  it.each(['GET', 'PUT', 'DELETE'])('%s is refused', async (method) => {
    const answer = await sendRaw(`${s3.endpoint.url}/bucket/k`, { method });

    expect(answer.status).toBe(403);
    expect(codeOf(answer)).toBe('AccessDenied');
  });

  it('from a page whose name was rebound to this machine is refused', async () => {
    const headers = { host: 'evil.example' };

    expect((await sendRaw(`${s3.endpoint.url}/bucket/k`, { headers })).text).toContain(
      'The Host header does not name this machine',
    );
  });
});

describe('a presigned URL', () => {
  const presign = (expiresIn: number) =>
    getSignedUrl(s3.client, new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }), {
      expiresIn,
      signingDate: new Date(START_MS),
    });

  it('reads', async () => {
    expect(await sendRaw(await presign(60))).toMatchObject({ status: 200, text: 'hello' });
  });

  it('writes', async () => {
    const put = new PutObjectCommand({ Bucket: 'bucket', Key: 'by url' });
    const url = await getSignedUrl(s3.client, put, { signingDate: new Date(START_MS) });

    expect((await sendRaw(url, { method: 'PUT', body: 'sent' })).status).toBe(200);

    expect((await sendSigned({ path: '/bucket/by%20url' })).text).toBe('sent');
  });

  it('holds until it expires', async () => {
    const [short, long] = [await presign(60), await presign(61)];

    await clock.advanceBy(60_999);

    expect((await sendRaw(short)).text).toContain('<Message>Request has expired</Message>');
    expect((await sendRaw(long)).status).toBe(200);
  });

  it.each([
    ['its signature', /X-Amz-Signature=....../, 'X-Amz-Signature=000000', 'SignatureDoesNotMatch'],
    ['its key', /bucket\/k/, 'bucket/by%20url', 'SignatureDoesNotMatch'],
    ['its time', /X-Amz-Expires=\d+/, 'X-Amz-Expires=6000', 'SignatureDoesNotMatch'],
    [
      'a time of eight days',
      /X-Amz-Expires=\d+/,
      'X-Amz-Expires=691200',
      'AuthorizationQueryParametersError',
    ],
    ['the method it was signed for', /x-id=GetObject/, 'x-id=PutObject', 'SignatureDoesNotMatch'],
  ])('is refused when someone changes %s', async (_, part, other, code) => {
    const url = await presign(600);
    expect(url).toMatch(part);

    const answer = await sendRaw(url.replace(part, other));

    expect(codeOf(answer)).toBe(code);
  });

  it('carries no header that was not signed', async () => {
    const headers = { 'x-amz-tagging': 'a=b' };

    expect(codeOf(await sendRaw(await presign(600), { headers }))).toBe('AccessDenied');
  });
});

describe('a URL presigned with version 2', () => {
  const sign = ({ method = 'GET', key = 'k', type = '', query = '', seconds = 60 }) => {
    const expires = Math.floor(clock.now() / 1_000) + seconds;
    const text = `${method}\n\n${type}\n${expires}\n/bucket/${key}${query && `?${query}`}`;
    const signature = createHmac('sha1', s3.endpoint.secretAccessKey).update(text).digest('base64');
    const claim = new URLSearchParams({
      AWSAccessKeyId: s3.endpoint.accessKeyId,
      Signature: signature,
      Expires: String(expires),
    });
    return `${s3.endpoint.url}/bucket/${key}?${query && `${query}&`}${claim.toString()}`;
  };

  it('reads and writes, as the AWS CLI from PyPI needs it', async () => {
    const headers = { 'content-type': 'text/csv' };
    const body = 'v2';
    const put = sign({ method: 'PUT', key: 'v2', type: 'text/csv' });
    expect((await sendRaw(put, { method: 'PUT', headers, body })).status).toBe(200);

    const answer = await sendRaw(sign({ key: 'v2', query: 'response-content-type=text/x' }));

    expect(answer).toMatchObject({ status: 200, text: 'v2' });
    expect(answer.headers['content-type']).toBe('text/x');
  });

  it.each([
    ['another key', () => sign({}).replace('/bucket/k?', '/bucket/v2?'), 'SignatureDoesNotMatch'],
    [
      'another user',
      () => sign({}).replace(/AWSAccessKeyId=L/, 'AWSAccessKeyId=X'),
      'InvalidAccessKeyId',
    ],
    ['a time that is over', () => sign({ seconds: -1 }), 'AccessDenied'],
    ['an added query', () => `${sign({})}&versionId=null`, 'SignatureDoesNotMatch'],
  ])('is refused with %s', async (_, url, code) => {
    expect(codeOf(await sendRaw(url()))).toBe(code);
  });

  it('carries no header that was not signed', async () => {
    const headers = { 'x-amz-tagging': 'a=b' };

    expect(codeOf(await sendRaw(sign({}), { headers }))).toBe('SignatureDoesNotMatch');
  });
});

describe('the host', () => {
  it('may name the bucket', async () => {
    const host = `bucket.localhost:${new URL(s3.endpoint.url).port}`;
    const answer = await sendSigned({ path: '/k', headers: { host } });

    expect(answer).toMatchObject({ status: 200, text: 'hello' });
  });
});
