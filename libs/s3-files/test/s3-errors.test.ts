import { afterEach, describe, expect, it } from '@jest/globals';
import { type GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { StorageUnreachableError } from '../src/errors.ts';
import { readAll } from '../src/read-all.ts';
import { createS3Store } from '../src/s3/create-s3-store.ts';
import { objectBody } from '../src/s3/object-body.ts';
import { type AnsweringServer, errorXml, startAnsweringServer } from './answering-server.ts';

let server: AnsweringServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function storeThatAnswers(status: number, code: string, maxAttempts = 1) {
  server = await startAnsweringServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' }).end(errorXml(code));
  }, maxAttempts);
  return createS3Store({ bucket: 'sbir-data', client: server.client });
}

describe('errors of S3', () => {
  it.each([
    [403, 'AccessDenied', 'AccessDeniedError'],
    [400, 'ExpiredToken', 'AccessDeniedError'],
    [301, 'PermanentRedirect', 'AccessDeniedError'],
    [404, 'NoSuchKey', 'FileNotFoundError'],
    [412, 'PreconditionFailed', 'PreconditionFailedError'],
    [409, 'ConditionalRequestConflict', 'PreconditionFailedError'],
    [429, 'TooManyRequests', 'StorageUnavailableError'],
    [503, 'SlowDown', 'StorageUnavailableError'],
    [500, 'InternalError', 'StorageUnavailableError'],
    [400, 'RequestTimeout', 'StorageUnavailableError'],
  ])('%i %s becomes %s', async (status, code, name) => {
    const store = await storeThatAnswers(status, code);

    await expect(store.readText('raw/a.csv')).rejects.toMatchObject({
      name,
      message: expect.stringContaining(
        name === 'PreconditionFailedError' ? 'raw/a.csv' : `s3://sbir-data/raw/a.csv`,
      ),
    });
  });

  it('a refused look is no absence', async () => {
    const store = await storeThatAnswers(403, 'AccessDenied');

    await expect(store.head('raw/a.csv')).rejects.toMatchObject({ name: 'AccessDeniedError' });
  });

  it('a refused page ends the listing with an error', async () => {
    const store = await storeThatAnswers(403, 'AccessDenied');

    const first = store.list('raw/')[Symbol.asyncIterator]().next();

    await expect(first).rejects.toMatchObject({ name: 'AccessDeniedError' });
  });

  it('a busy S3 is asked again before it counts as unavailable', async () => {
    const store = await storeThatAnswers(503, 'SlowDown', 3);

    await expect(store.head('raw/a.csv')).rejects.toMatchObject({
      name: 'StorageUnavailableError',
    });
    expect(server?.requests).toHaveLength(3);
  });

  it('no answer is out of reach', async () => {
    const closed = await startAnsweringServer(() => undefined);
    await closed.stop();
    const store = createS3Store({ bucket: 'sbir-data', client: closed.client });

    await expect(store.head('raw/a.csv')).rejects.toBeInstanceOf(StorageUnreachableError);
  });

  it('no credentials are out of reach', async () => {
    const client = new S3Client({
      region: 'us-east-2',
      credentials: async () => {
        throw Object.assign(new Error('none'), { name: 'CredentialsProviderError' });
      },
    });
    const store = createS3Store({ bucket: 'sbir-data', client });

    await expect(store.head('raw/a.csv')).rejects.toMatchObject({
      constructor: StorageUnreachableError,
      message: 's3://sbir-data/raw/a.csv is not available (CredentialsProviderError)',
    });
  });

  it('a connection that breaks in the middle of a body is an error, not an end', async () => {
    server = await startAnsweringServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000', etag: '"a"' });
      response.write('half', () => response.destroy());
    });
    const store = createS3Store({ bucket: 'sbir-data', client: server.client });

    await expect(store.readText('raw/a.csv')).rejects.toMatchObject({
      name: 'StorageUnavailableError',
    });
  });

  it('fewer bytes than were announced are an error, however the connection ended', async () => {
    const Body = (async function* () {
      yield Buffer.from('abc');
    })();
    const output = { Body, ContentLength: 5, $metadata: {} } as unknown as GetObjectCommandOutput;

    const reading = readAll(objectBody(output, 's3://sbir-data/a'));

    await expect(reading).rejects.toMatchObject({
      name: 'StorageUnavailableError',
      message: 's3://sbir-data/a is not available (3 of 5 bytes)',
    });
  });

  it('tells S3 whose bucket it expects', async () => {
    const owners: unknown[] = [];
    server = await startAnsweringServer((request, response) => {
      owners.push(request.headers['x-amz-expected-bucket-owner']);
      response.writeHead(200, { 'content-length': '0', etag: '"a"' }).end();
    });
    const { client } = server;
    const store = createS3Store({
      bucket: 'sbir-data',
      client,
      expectedBucketOwner: '000000000000',
    });

    await store.head('a');
    await store.write('a', 'x');

    expect(owners).toEqual(['000000000000', '000000000000']);
  });
});
