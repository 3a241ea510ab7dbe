import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { clientOf, listBodyFiles } from '../../test/s3-fixture.ts';
import { temporaryFolder } from '../../test/temporary-engine.ts';
import { openS3, type S3Endpoint } from './open-s3.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const opened: S3Endpoint[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const endpoint of opened.splice(0)) await endpoint.stop();
  await folder.remove();
});

async function open(more: object = {}): Promise<S3Endpoint> {
  const endpoint = await openS3({ dataDir: folder.path, ...more });
  opened.push(endpoint);
  return endpoint;
}

const OBJECT = { Bucket: 'bucket', Key: 'k' };
const bodyOf = async (endpoint: S3Endpoint): Promise<string | undefined> =>
  (await clientOf(endpoint).send(new GetObjectCommand(OBJECT))).Body?.transformToString();

async function putObject(endpoint: S3Endpoint, Body: string): Promise<void> {
  const client = clientOf(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await client.send(new PutObjectCommand({ ...OBJECT, Body }));
}

describe('openS3', () => {
  it('finds objects, credentials and port again after a restart', async () => {
    const first = await open();
    await putObject(first, 'kept');
    await first.stop();

    const second = await open();

    expect(second).toMatchObject({
      url: first.url,
      accessKeyId: first.accessKeyId,
      secretAccessKey: first.secretAccessKey,
      provider: 'own',
    });
    expect(await bodyOf(second)).toBe('kept');
  });

  it('takes the credentials, port and region that it is given', async () => {
    const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'secret' };

    const endpoint = await open({ credentials, port: 18_111, region: 'us-east-2' });

    expect(endpoint).toMatchObject({ ...credentials, region: 'us-east-2' });
    await clientOf(endpoint).send(new ListBucketsCommand({}));
  });

  it('makes another pair of credentials for every folder', async () => {
    const other = await temporaryFolder();
    const elsewhere = await openS3({ dataDir: other.path });
    opened.push(elsewhere);

    const here = await open();

    expect(here.secretAccessKey).not.toBe(elsewhere.secretAccessKey);
    await elsewhere.stop();
    await other.remove();
  });

  it('keeps everything private to the user', async () => {
    await putObject(await open(), 'private');

    const root = join(folder.path, 's3');
    const modes = new Set<string>();
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      const isLock = entry.name === 'open.lock';
      if (!isLock) modes.add(`${entry.isFile() ? 'file' : 'folder'} ${(mode & 0o777).toString(8)}`);
    }
    expect((await stat(root)).mode & 0o777).toBe(0o700);
    expect([...modes].toSorted()).toEqual(['file 600', 'folder 700']);
  });

  it('shares the endpoint of a live owner, and only detaches from it', async () => {
    const owner = await open();
    await putObject(owner, 'shared');

    const guest = await open();
    await guest.stop();

    expect(guest).toMatchObject({ url: owner.url, provider: 'shared' });
    expect(await bodyOf(owner)).toBe('shared');
  });

  it('refuses to share with other credentials', async () => {
    await open();

    const credentials = { accessKeyId: 'OTHER', secretAccessKey: 'secret' };

    await expect(open({ credentials })).rejects.toMatchObject({ name: 'EndpointSharedError' });
  });

  it('lets one of many openers at the same moment own the folder', async () => {
    const endpoints = await Promise.all([open(), open(), open()]);

    expect(endpoints.filter(({ provider }) => provider === 'own')).toHaveLength(1);
    expect(new Set(endpoints.map(({ url }) => url)).size).toBe(1);
  });

  it('ends when its folder has been removed under it', async () => {
    const endpoint = await open();
    await rm(folder.path, { recursive: true });

    await endpoint.stop();

    await expect(fetch(endpoint.url)).rejects.toThrow('fetch failed');
  });

  it('can be stopped twice', async () => {
    const endpoint = await open();

    await Promise.all([endpoint.stop(), endpoint.stop()]);

    await expect(bodyOf(endpoint)).rejects.toThrow('ECONNREFUSED');
  });
});

const SERVER = `
  const { openS3 } = await import(process.argv[1]);
  const endpoint = await openS3({ dataDir: process.argv[2] });
  console.log(JSON.stringify(endpoint));
  setInterval(() => undefined, 60_000);`;

describe('an endpoint whose process is killed', () => {
  it('leaves whole objects and finished parts, and nothing else', async () => {
    const program = join(import.meta.dirname, 'open-s3.ts');
    const args = ['--input-type=module', '-e', SERVER, program, folder.path];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const killed = JSON.parse(line.toString()) as S3Endpoint;
    await putObject(killed, 'whole');
    const client = clientOf(killed);
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(OBJECT));
    const part = { ...OBJECT, UploadId, PartNumber: 1 };
    await client.send(new UploadPartCommand({ ...part, Body: 'part' }));
    const halfSent = new PutObjectCommand({ ...OBJECT, Body: neverEnding(), ContentLength: 9e6 });
    const sending = client.send(halfSent);
    sending.catch(() => undefined);
    while ((await listBodyFiles(folder.path)).length < 3) await new Promise(setImmediate);

    child.kill('SIGKILL');
    await expect(sending).rejects.toThrow();
    const next = await open();

    expect(next.provider).toBe('own');
    expect(await bodyOf(next)).toBe('whole');
    const { Parts } = await clientOf(next).send(new ListPartsCommand({ ...OBJECT, UploadId }));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 4 }]);
    expect(await listBodyFiles(folder.path)).toHaveLength(2);
  });
});

function neverEnding(): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.push(Buffer.alloc(100_000));
  return stream;
}
