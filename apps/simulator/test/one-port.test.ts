import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { systemClock } from '@pipelines/core';
import { openFrontDoor, type FrontDoor } from '../src/api/front-door.ts';
import { mountServices } from '../src/api/mount-services.ts';
import { openCloud, type Cloud } from '../src/cloud.ts';
import { readRecordedCalls, sessionTokenFor } from '../src/permissions/recorded-calls.ts';
import { createLocalS3Client } from '../src/storage/local-s3-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const dataDir = path.join(temporaryFolder(), 'data');
const stranger = { accessKeyId: 'test', secretAccessKey: 'test' };
const problems: string[] = [];
let door: FrontDoor;
let cloud: Cloud;

beforeAll(async () => {
  door = await openFrontDoor({ port: 0 });
  cloud = await openCloud({
    dataDir,
    env: {},
    mode: 'mock',
    clock: systemClock,
    sharedPort: { server: door, takesAnyKey: true },
  });
  mountServices(door, cloud, {
    takesFunctions: true,
    onProblem: (line) => problems.push(line),
  });
  await cloud.s3();
  await cloud.secretsManager();
  door.allMounted();
});
afterAll(async () => {
  await cloud.stop();
  await door.close();
  expect(problems).toEqual([]);
});

describe('one endpoint URL', () => {
  const config = () => ({ endpoint: door.url, region: 'us-east-1', credentials: stranger });

  it('is enough for Step Functions, S3 and Secrets Manager', async () => {
    const states = new SFNClient(config());
    const s3 = new S3Client(config());
    const secrets = new SecretsManagerClient(config());
    const Body = Buffer.alloc(20 * 1024 ** 2, 'x');

    const { stateMachines } = await states.send(new ListStateMachinesCommand({}));
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b', Body }));
    const read = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a/b' }));
    const bytes = (await read.Body?.transformToByteArray()) ?? new Uint8Array();
    const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'one', SecretString: 'v' }));
    for (const client of [states, s3, secrets]) client.destroy();

    expect(stateMachines?.length).toBe(4);
    expect(Body.equals(bytes)).toBe(true);
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:one-\w{6}$/);
  });

  it('is what functions and commands get, and records what functions call', async () => {
    const endpoint = await cloud.s3();
    const sessionToken = sessionTokenFor('download-csv');
    const client = createLocalS3Client(endpoint);
    client.config.credentials = async () => ({ ...endpoint, sessionToken });
    const get = new GetObjectCommand({ Bucket: 'none', Key: 'k' });

    await expect(client.send(get)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    client.destroy();

    expect(endpoint.url).toBe(door.url);
    expect(readRecordedCalls(dataDir)).toEqual([
      { functionName: 'download-csv', action: 's3:GetObject', resource: 'arn:aws:s3:::none/k' },
    ]);
  });
});
