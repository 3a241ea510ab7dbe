import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { specOf } from '../test/function-zip.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { endpointValues } from './endpoint-values.ts';
import { createLocalEndpoints } from './local-endpoints.ts';
import { createLocalS3Client } from './storage/local-s3-client.ts';

const NAMES = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_SECRETS_MANAGER'];
const folder = temporaryFolder();
const refuse = async (): Promise<never> => {
  throw new Error('an endpoint was opened');
};
const none = { s3: refuse, s3WithBucket: refuse, secretsManager: refuse };

describe('endpointValues', () => {
  it('gives endpoints that work with the pair beside them, the user’s own pair notwithstanding', async () => {
    const endpoints = createLocalEndpoints({ dataDir: folder, onProblem: () => undefined });
    const spec = { ...specOf(), environment: NAMES };
    const env = { AWS_ACCESS_KEY_ID: 'users', AWS_SECRET_ACCESS_KEY: 'own' };

    const values = await endpointValues(spec, { env, mode: 'real', endpoints });

    const credentials = {
      accessKeyId: values['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: values['AWS_SECRET_ACCESS_KEY'] ?? '',
    };
    const shared = { region: 'us-east-1', credentials };
    const s3 = new S3Client({ ...shared, endpoint: values['AWS_ENDPOINT_URL_S3'] ?? '' });
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
    const url = values['AWS_ENDPOINT_URL_SECRETS_MANAGER'] ?? '';
    const secrets = new SecretsManagerClient({ ...shared, endpoint: url });
    await secrets.send(new CreateSecretCommand({ Name: 'n', SecretString: 'v' }));
    const read = await secrets.send(new GetSecretValueCommand({ SecretId: 'n' }));
    expect(read.SecretString).toBe('v');
    s3.destroy();
    secrets.destroy();
    await endpoints.stop();
    await expect(endpoints.s3()).rejects.toThrow('The simulator was stopped.');
  });

  it('has the buckets of a deployment from the start', async () => {
    const dataDir = path.join(folder, 'buckets');
    const onProblem = (): void => undefined;
    const endpoints = createLocalEndpoints({
      dataDir,
      buckets: ['data-one', 'data-two'],
      onProblem,
    });

    const s3 = createLocalS3Client(await endpoints.s3());

    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual(['data-one', 'data-two']);
    s3.destroy();
    await endpoints.stop();
  });

  it('gives a function that declares S3_BUCKET the endpoint with the bucket in it, every time', async () => {
    const dataDir = path.join(folder, 'bucket');
    const endpoints = createLocalEndpoints({ dataDir, onProblem: () => undefined });
    const spec = specOf({ environment: ['S3_BUCKET'] });
    const ask = (env: Record<string, string>) =>
      endpointValues(spec, { env, mode: 'real', endpoints });

    const first = await ask({});
    await ask({});
    await ask({ S3_BUCKET: 'other-bucket' });

    const s3 = createLocalS3Client(await endpoints.s3());
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    s3.destroy();
    await endpoints.stop();
    expect(first).toMatchObject({
      S3_BUCKET: 'sbir-analytics-production-data',
      AWS_ENDPOINT_URL_S3: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
    });
    expect(Buckets.map(({ Name }) => Name)).toEqual([
      'other-bucket',
      'sbir-analytics-production-data',
    ]);
  });

  it('gives it the endpoint and the pair of a user who brings them, and nothing else of theirs', async () => {
    const spec = specOf({ environment: ['S3_BUCKET'] });
    const given = {
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 's',
    };
    const env = { ...given, S3_BUCKET: 'theirs', HOME: '/root' };

    const values = await endpointValues(spec, { env, mode: 'real', endpoints: none });

    expect(values).toEqual({ ...given, S3_BUCKET: 'theirs' });
  });

  it('opens nothing for a function that declares none', async () => {
    const spec = { ...specOf(), environment: ['LOG_LEVEL'] };

    expect(await endpointValues(spec, { env: {}, mode: 'real', endpoints: none })).toEqual({});
  });

  it.each([
    ['the user brings one', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' }, 'real'],
    ['tasks are mocked', {}, 'mock'],
  ] as const)('opens nothing when %s', async (_, env, mode) => {
    const spec = { ...specOf(), environment: NAMES };

    expect(await endpointValues(spec, { env, mode, endpoints: none })).toEqual({});
  });
});
