import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { sendSignedTo } from '../../test/signed-request.ts';
import { clientOf } from '../../test/s3-fixture.ts';
import { temporaryFolder } from '../../test/temporary-engine.ts';
import { openS3 } from '../s3/open-s3.ts';
import { openSecretsManager } from '../secrets-manager/open-secrets-manager.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';
import type { EndpointServer, EndpointService } from './endpoint-server.ts';
import type { AwsCall } from './needed-permission.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let http: Server;
let server: EndpointServer;
let mounted: Map<EndpointService, RequestListener>;
let calls: AwsCall[];
let opened: AwsEndpoint[];

beforeEach(async () => {
  folder = await temporaryFolder();
  mounted = new Map();
  calls = [];
  opened = [];
  http = createServer((request, response) => {
    const isSecret = request.headers['x-amz-target'] !== undefined;
    mounted.get(isSecret ? 'secretsmanager' : 's3')?.(request, response);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  server = {
    host: '127.0.0.1',
    port: (http.address() as AddressInfo).port,
    mount(service, listener) {
      mounted.set(service, listener);
      return () => mounted.delete(service);
    },
  };
});
afterEach(async () => {
  for (const endpoint of opened) await endpoint.stop();
  http.close();
  http.closeAllConnections();
  await folder.remove();
});

async function open(more: object = {}): Promise<{ storage: AwsEndpoint; vault: AwsEndpoint }> {
  const onCall = (call: AwsCall): unknown => calls.push(call);
  const options = { dataDir: folder.path, server, onCall, ...more };
  const storage = await openS3(options);
  const vault = await openSecretsManager(options);
  opened.push(storage, vault);
  return { storage, vault };
}

const vaultClient = ({ url, region, accessKeyId, secretAccessKey }: AwsEndpoint) =>
  new SecretsManagerClient({
    endpoint: url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });

describe('endpoints on a server of the caller’s', () => {
  it('answer on its one port', async () => {
    const { storage, vault } = await open();

    const { Buckets } = await clientOf(storage).send(new ListBucketsCommand({}));
    const { SecretList } = await vaultClient(vault).send(new ListSecretsCommand({}));

    expect([storage.url, vault.url]).toEqual(Array(2).fill(`http://127.0.0.1:${server.port}`));
    expect([Buckets ?? [], SecretList]).toEqual([[], []]);
  });

  it('are shared by a second opening, and leave the server when they stop', async () => {
    const { storage } = await open();
    const second = await openS3({ dataDir: folder.path });
    await storage.stop();

    expect(second).toMatchObject({ url: storage.url, provider: 'shared' });
    expect([...mounted.keys()]).toEqual(['secretsmanager']);
  });

  it('leave the port to its owner: a later server of their own takes another', async () => {
    const { storage } = await open();
    await storage.stop();
    await new Promise((resolve) => {
      http.close(resolve);
      http.closeAllConnections();
    });

    const own = await openS3({ dataDir: folder.path });
    opened.push(own);

    expect(own.url).not.toBe(storage.url);
  });
});

describe('endpoints that take any key', () => {
  const stranger = { accessKeyId: 'test', secretAccessKey: 'test' };

  it('answer requests of a key that they do not know, presigned and in signed chunks, too', async () => {
    const { storage } = await open({ takesAnyKey: true });
    const theirs = { ...storage, ...stranger };
    const client = clientOf(theirs);
    await client.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    const signature = 'a'.repeat(64);

    const sent = await sendSignedTo(theirs, {
      method: 'PUT',
      body: `5;chunk-signature=${signature}\r\nhello\r\n0;chunk-signature=${signature}\r\n\r\n`,
      headers: {
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'x-amz-decoded-content-length': '5',
        'content-encoding': 'aws-chunked',
      },
    });
    const get = new GetObjectCommand({ Bucket: 'bucket', Key: 'k' });
    const presigned = await fetch(await getSignedUrl(client, get));
    const version2 = await fetch(
      `${storage.url}/bucket/k?AWSAccessKeyId=test&Expires=9999999999&Signature=x`,
    );

    expect(sent.status).toBe(200);
    expect(await presigned.text()).toBe('hello');
    expect(await version2.text()).toBe('hello');
  });

  it('still refuse a wrong signature of their own key, and requests without any', async () => {
    const { storage, vault } = await open({ takesAnyKey: true });
    const forged = { secretAccessKey: 'wrong' };

    await expect(
      clientOf({ ...storage, ...forged }).send(new ListBucketsCommand({})),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(
      vaultClient({ ...vault, ...forged }).send(new ListSecretsCommand({})),
    ).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const version2 = `AWSAccessKeyId=${storage.accessKeyId}&Expires=9999999999&Signature=x`;
    expect((await fetch(`${storage.url}/bucket?${version2}`)).status).toBe(403);
    expect((await fetch(`${storage.url}/bucket`)).status).toBe(403);
  });

  it('tell the permissions that verified requests need, and of no others', async () => {
    const { storage, vault } = await open({ takesAnyKey: true });
    const put = new PutObjectCommand({ Bucket: 'none', Key: 'k', Body: 'x' });

    await clientOf({ ...storage, ...stranger })
      .send(put)
      .catch(() => undefined);
    await vaultClient({ ...vault, ...stranger }).send(new ListSecretsCommand({}));
    expect(calls).toEqual([]);
    await clientOf(storage)
      .send(put)
      .catch(() => undefined);
    await vaultClient(vault).send(new ListSecretsCommand({}));

    expect(calls.map(({ action }) => action)).toEqual([
      's3:PutObject',
      'secretsmanager:ListSecrets',
    ]);
  });

  it('keep the secrets of an account, named by its access key id, apart', async () => {
    const { vault } = await open({ takesAnyKey: true });
    const [one, two] = ['111111111111', '222222222222'].map((accessKeyId) =>
      vaultClient({ ...vault, accessKeyId }),
    );
    const create = (SecretString: string) =>
      new CreateSecretCommand({ Name: 'database', SecretString });
    const get = new GetSecretValueCommand({ SecretId: 'database' });

    const made = await one?.send(create('of one'));
    await two?.send(create('of two'));
    await Promise.all([vault.stop(), opened.shift()?.stop()]);
    const again = await open({ takesAnyKey: true });

    expect(made?.ARN).toMatch(
      /^arn:aws:secretsmanager:us-east-1:111111111111:secret:database-\w{6}$/,
    );
    const listed = await one?.send(new ListSecretsCommand({}));

    expect(listed?.SecretList?.map(({ ARN }) => ARN)).toEqual([made?.ARN]);
    expect((await one?.send(get))?.SecretString).toBe('of one');
    expect((await two?.send(get))?.SecretString).toBe('of two');
    await expect(vaultClient(again.vault).send(get)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
