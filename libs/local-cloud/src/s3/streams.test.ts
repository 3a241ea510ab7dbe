import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';

const MIB = 1024 ** 2;
const SIZE = 160 * MIB;
const BLOCK = Buffer.from(Array.from({ length: MIB }, (_, at) => (at * 31 + (at >> 8)) & 0xff));

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const urlOf = (kind: 'GET' | 'PUT', Key: string): Promise<string> => {
  const input = { Bucket: 'bucket', Key };
  const command = kind === 'GET' ? new GetObjectCommand(input) : new PutObjectCommand(input);
  return getSignedUrl(s3.client, command);
};

async function* blocks(count: number, onBlock = () => 0): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < count; sent++) {
    onBlock();
    yield BLOCK;
  }
}

async function startPut(key: string, length: number): Promise<ClientRequest> {
  const headers = { 'content-length': length };
  return request(await urlOf('PUT', key), { method: 'PUT', headers });
}

describe('a large object', () => {
  it('passes both ways through little memory', async () => {
    const put = { Bucket: 'bucket', Key: 'large', ContentLength: SIZE };
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const watch = (): number => (peak = Math.max(peak, process.memoryUsage().arrayBuffers));
    const body = Readable.from(blocks(SIZE / MIB, watch), { highWaterMark: 1 });

    await s3.client.send(new PutObjectCommand({ ...put, Body: body }));
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'large' }));
    const hash = createHash('sha256');
    for await (const chunk of Body as AsyncIterable<Buffer>) {
      hash.update(chunk);
      watch();
    }

    const expected = createHash('sha256');
    for await (const block of blocks(SIZE / MIB)) expected.update(block);
    expect(hash.digest('hex')).toBe(expected.digest('hex'));
    // Most of it is garbage that waits for a collection.
    expect((peak - before) / MIB).toBeLessThan(112);
  });

  it('waits for a slow reader, who gets all of it though it is replaced meanwhile', async () => {
    const [answer] = (await once(get(await urlOf('GET', 'large')), 'response')) as [
      IncomingMessage,
    ];
    await once(answer, 'readable');

    await s3.client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'large', Body: 'new' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'large' }));
    const filesMeanwhile = await s3.bodyFiles();
    let received = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) received += chunk.length;

    expect(filesMeanwhile).toHaveLength(1);
    expect(received).toBe(SIZE);
    while ((await s3.bodyFiles()).length > 0) await new Promise(setImmediate);
  });
});

describe('a sender', () => {
  it('that goes away leaves nothing', async () => {
    const sending = await startPut('left', 10 * MIB);
    sending.on('error', () => undefined);
    sending.write(BLOCK);
    while ((await s3.bodyFiles()).length === 0) await new Promise(setImmediate);

    sending.destroy();

    while ((await s3.bodyFiles()).length > 0) await new Promise(setImmediate);
    const head = s3.client.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'left' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('that waits for 100 Continue is told to go on, or refused before it sends', async () => {
    const headers = { 'content-length': 5, expect: '100-continue' };
    const welcome = request(await urlOf('PUT', 'polite'), { method: 'PUT', headers });
    welcome.flushHeaders();
    await once(welcome, 'continue');
    welcome.end('hello');
    const [accepted] = (await once(welcome, 'response')) as [IncomingMessage];
    accepted.resume();

    const unsigned = `${s3.endpoint.url}/bucket/polite`;
    const unwelcome = request(unsigned, { method: 'PUT', headers });
    unwelcome.flushHeaders();
    const [refused] = (await once(unwelcome, 'response')) as [IncomingMessage];
    refused.resume();
    unwelcome.destroy();

    expect(accepted.statusCode).toBe(200);
    expect(refused.statusCode).toBe(403);
  });

  it('of more than 5 GiB is refused at once', async () => {
    const sending = await startPut('huge', 5 * 1024 ** 3 + 1);
    sending.on('error', () => undefined);
    sending.write('x');

    const [answer] = (await once(sending, 'response')) as [IncomingMessage];

    expect(answer.statusCode).toBe(400);
    sending.destroy();
  });

  it('must say how much it sends', async () => {
    const sending = request(await urlOf('PUT', 'endless'), { method: 'PUT' });
    sending.write('x');
    sending.end();

    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    answer.resume();

    expect(answer.statusCode).toBe(411);
  });

  it('made the endpoint fail in none of these ways', () => {
    expect(s3.problems).toEqual([]);
  });
});
