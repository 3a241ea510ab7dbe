import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { temporaryFolder } from '../../test/temporary-engine.ts';
import { openS3 } from '../s3/open-s3.ts';
import { openSecretsManager } from '../secrets-manager/open-secrets-manager.ts';
import type { AwsCall } from './needed-permission.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

let calls: AwsCall[] = [];
let s3: S3Client;
let secrets: SecretsManagerClient;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  const folder = await temporaryFolder();
  const options = { dataDir: folder.path, onCall: (call: AwsCall) => calls.push(call) };
  const storage = await openS3(options);
  const vault = await openSecretsManager(options);
  s3 = new S3Client(configOf(storage));
  secrets = new SecretsManagerClient(configOf(vault));
  closers.push(
    () => s3.destroy(),
    () => secrets.destroy(),
    () => storage.stop(),
    () => vault.stop(),
    () => folder.remove(),
  );
});
afterAll(async () => {
  for (const close of closers) await close();
});
beforeEach(() => {
  calls = [];
});

const configOf = ({ url, region, accessKeyId, secretAccessKey }: AwsEndpoint) => ({
  endpoint: url,
  region,
  credentials: { accessKeyId, secretAccessKey, sessionToken: 'role/of-one' },
  maxAttempts: 1,
});
/** What was asked for, whether the endpoint then had it or not. */
const needed = async (send: Promise<unknown>): Promise<readonly string[]> => {
  await send.catch(() => undefined);
  return calls.map(({ action, resource }) => `${action} ${resource}`);
};

describe('a verified request tells which permission it needs', () => {
  it('with the session token of the caller', async () => {
    await needed(s3.send(new ListBucketsCommand({})));

    expect(calls).toEqual([
      { caller: 'role/of-one', action: 's3:ListAllMyBuckets', resource: '*' },
    ]);
  });

  it.each([
    ['PutObject', new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: '' }), 's3:PutObject'],
    [
      'CreateMultipartUpload',
      new CreateMultipartUploadCommand({ Bucket: 'b', Key: 'k' }),
      's3:PutObject',
    ],
    [
      'UploadPart',
      new UploadPartCommand({ Bucket: 'b', Key: 'k', UploadId: 'u', PartNumber: 1, Body: 'x' }),
      's3:PutObject',
    ],
    [
      'CompleteMultipartUpload',
      new CompleteMultipartUploadCommand({ Bucket: 'b', Key: 'k', UploadId: 'u' }),
      's3:PutObject',
    ],
    ['GetObject', new GetObjectCommand({ Bucket: 'b', Key: 'k' }), 's3:GetObject'],
    [
      'GetObject of a version',
      new GetObjectCommand({ Bucket: 'b', Key: 'k', VersionId: 'v' }),
      's3:GetObjectVersion',
    ],
    ['DeleteObject', new DeleteObjectCommand({ Bucket: 'b', Key: 'k' }), 's3:DeleteObject'],
  ])('%s', async (_, command, action) => {
    expect(await needed(s3.send(command as GetObjectCommand))).toEqual([
      `${action} arn:aws:s3:::b/k`,
    ]);
  });

  it('two of them for a copy', async () => {
    const copy = new CopyObjectCommand({ Bucket: 'b', Key: 'to', CopySource: 'other/from%20a' });

    expect(await needed(s3.send(copy))).toEqual([
      's3:GetObject arn:aws:s3:::other/from a',
      's3:PutObject arn:aws:s3:::b/to',
    ]);
  });

  it('a listing for the bucket', async () => {
    const list = new ListObjectsV2Command({ Bucket: 'b', Prefix: 'raw/' });

    expect(await needed(s3.send(list))).toEqual(['s3:ListBucket arn:aws:s3:::b']);
  });

  it('to see that an object is absent, the listing too', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'present' }));
    calls = [];

    expect(
      await needed(s3.send(new HeadObjectCommand({ Bucket: 'present', Key: 'absent' }))),
    ).toEqual(['s3:GetObject arn:aws:s3:::present/absent', 's3:ListBucket arn:aws:s3:::present']);
  });

  it('of a secret by its ARN, there or not', async () => {
    const { ARN } = await secrets.send(
      new CreateSecretCommand({ Name: 'app/database', SecretString: 'v' }),
    );
    calls = [];

    await needed(secrets.send(new GetSecretValueCommand({ SecretId: 'app/database' })));
    await needed(secrets.send(new GetSecretValueCommand({ SecretId: 'app/none' })));
    await needed(secrets.send(new ListSecretsCommand({})));

    expect(calls.map(({ action, resource }) => [action, resource])).toEqual([
      ['secretsmanager:GetSecretValue', ARN],
      [
        'secretsmanager:GetSecretValue',
        'arn:aws:secretsmanager:us-east-1:000000000000:secret:app/none-000000',
      ],
      ['secretsmanager:ListSecrets', '*'],
    ]);
  });

  it('an unsigned request tells nothing', async () => {
    const url = await s3.config.endpoint?.();
    const answer = await fetch(`http://${url?.hostname}:${url?.port}/b/k`);

    expect(answer.status).toBe(403);
    expect(calls).toEqual([]);
  });
});
