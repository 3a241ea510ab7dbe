import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
  type GetSecretValueCommandInput,
} from '@aws-sdk/client-secrets-manager';
import { createVirtualClock, type VirtualClock } from '@pipelines/core';
import { createSecretLoader } from '@pipelines/secrets';
import * as z from 'zod';
import { temporaryFolder } from '../../test/temporary-engine.ts';
import { openS3 } from '../s3/open-s3.ts';
import { openSecretsManager, type SecretsManagerEndpoint } from './open-secrets-manager.ts';

const DAY_MS = 86_400_000;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let clock: VirtualClock;
let endpoint: SecretsManagerEndpoint;
let client: SecretsManagerClient;
const problems: string[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  clock = createVirtualClock(Math.floor(Date.now() / 1_000) * 1_000);
  await open();
});
afterEach(async () => {
  client.destroy();
  await endpoint.stop();
  await folder.remove();
  expect(problems).toEqual([]);
});

async function open(): Promise<void> {
  const onProblem = (line: string): number => problems.push(line);
  endpoint = await openSecretsManager({ dataDir: folder.path, clock, onProblem });
  client = clientOf(endpoint);
}

function clientOf({
  url,
  region,
  ...credentials
}: Omit<SecretsManagerEndpoint, 'stop' | 'provider'>) {
  const { accessKeyId, secretAccessKey } = credentials;
  // The SDK learns the time from the answers: across a virtual month it must not.
  return new SecretsManagerClient({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    systemClockOffset: 0,
  });
}

const create = (Name: string, SecretString: string) =>
  client.send(new CreateSecretCommand({ Name, SecretString }));
const put = (SecretId: string, SecretString: string, more: object = {}) =>
  client.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
const valueOf = async (
  SecretId: string,
  more: Partial<GetSecretValueCommandInput> = {},
): Promise<string | undefined> =>
  (await client.send(new GetSecretValueCommand({ SecretId, ...more }))).SecretString;

describe('a secret', () => {
  it('is found by name, by ARN, and by the ARN without its random end', async () => {
    const { ARN = '', VersionId } = await create('prod/neo4j', 'value');

    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:prod\/neo4j-\w{6}$/);
    expect(await valueOf('prod/neo4j')).toBe('value');
    expect(await valueOf(ARN)).toBe('value');
    expect(await valueOf(ARN.slice(0, -7))).toBe('value');
    expect(await valueOf(ARN, { VersionId })).toBe('value');
  });

  it('may be binary', async () => {
    const SecretBinary = Uint8Array.from([0, 255, 1]);
    await client.send(new CreateSecretCommand({ Name: 'binary', SecretBinary }));

    const answer = await client.send(new GetSecretValueCommand({ SecretId: 'binary' }));

    expect([...(answer.SecretBinary ?? [])]).toEqual([0, 255, 1]);
    expect(answer.SecretString).toBeUndefined();
  });

  it('keeps the value before the current one', async () => {
    await create('rotated', 'one');
    await put('rotated', 'two');
    const { VersionStages } = await put('rotated', 'three');

    expect(VersionStages).toEqual(['AWSCURRENT']);
    expect(await valueOf('rotated')).toBe('three');
    expect(await valueOf('rotated', { VersionStage: 'AWSPREVIOUS' })).toBe('two');
    const { VersionIdsToStages } = await client.send(
      new DescribeSecretCommand({ SecretId: 'rotated' }),
    );
    expect(Object.values(VersionIdsToStages ?? {})).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
  });

  it('may have a value that waits to become the current one', async () => {
    await create('pending', 'now');
    await put('pending', 'next', { VersionStages: ['AWSPENDING'] });

    expect(await valueOf('pending')).toBe('now');
    expect(await valueOf('pending', { VersionStage: 'AWSPENDING' })).toBe('next');
    await expect(valueOf('pending', { VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('can be described and updated without a word of its value', async () => {
    const Tags = [{ Key: 'a', Value: 'b' }];
    const input = { Name: 'described', SecretString: 'hidden-value', Description: 'old', Tags };
    await client.send(new CreateSecretCommand(input));
    await client.send(new UpdateSecretCommand({ SecretId: 'described', Description: 'new' }));

    const described = await client.send(new DescribeSecretCommand({ SecretId: 'described' }));

    expect(described).toMatchObject({ Name: 'described', Description: 'new', Tags });
    expect(JSON.stringify(described)).not.toContain('hidden-value');
    const updated = { SecretId: 'described', SecretString: 'later' };
    await client.send(new UpdateSecretCommand(updated));
    expect(await valueOf('described')).toBe('later');
  });

  it('is written once though its request is retried', async () => {
    const ClientRequestToken = 'a'.repeat(32);
    const input = { Name: 'retried', SecretString: 'x', ClientRequestToken };
    const first = await client.send(new CreateSecretCommand(input));

    const second = await client.send(new CreateSecretCommand(input));

    expect(second).toMatchObject({ ARN: first.ARN, VersionId: ClientRequestToken });
    await expect(put('retried', 'other', { ClientRequestToken })).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  it.each([
    ['exists', () => create('there', 'y'), 'ResourceExistsException'],
    ['has an impossible name', () => create('no blanks', 'y'), 'ValidationException'],
    ['has too long a value', () => put('there', 'x'.repeat(65_537)), 'InvalidParameterException'],
    [
      'has no value',
      () => client.send(new PutSecretValueCommand({ SecretId: 'there' })),
      'InvalidRequestException',
    ],
    ['is not there', () => valueOf('nothing'), 'ResourceNotFoundException'],
  ])('is refused when it %s', async (_, act, name) => {
    await create('there', 'x');

    await expect(act()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('is on the disk, readable by its user only, and there after a restart', async () => {
    await create('kept', 'kept value');
    const file = join(folder.path, 'secrets-manager/secrets.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toContain('kept value');
    await endpoint.stop();

    await open();

    expect(await valueOf('kept')).toBe('kept value');
  });
});

describe('a deleted secret', () => {
  const remove = (SecretId: string, more: object = {}) =>
    client.send(new DeleteSecretCommand({ SecretId, ...more }));

  it('cannot be read, and can be restored', async () => {
    await create('gone', 'value');
    const { DeletionDate } = await remove('gone');

    expect(DeletionDate?.getTime()).toBe(clock.now() + 30 * DAY_MS);
    await expect(valueOf('gone')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(create('gone', 'x')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await client.send(new RestoreSecretCommand({ SecretId: 'gone' }));
    expect(await valueOf('gone')).toBe('value');
  });

  it('is gone at once when that is forced', async () => {
    await create('forced', 'value');

    await remove('forced', { ForceDeleteWithoutRecovery: true });

    await expect(valueOf('forced')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await create('forced', 'new')).Name).toBe('forced');
  });

  it('is gone when its window has ended', async () => {
    await create('late', 'value');
    await remove('late', { RecoveryWindowInDays: 7 });
    await clock.advanceBy(7 * DAY_MS);
    client.config.systemClockOffset = 7 * DAY_MS;

    await expect(valueOf('late')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([{ RecoveryWindowInDays: 6 }, { RecoveryWindowInDays: 31 }])(
    'has no window of %j',
    async (more) => {
      await create('window', 'x');

      await expect(remove('window', more)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    },
  );
});

describe('ListSecrets', () => {
  it('pages in order of names, deleted ones left out', async () => {
    for (const name of ['c', 'a/2', 'a/1', 'deleted']) await create(name, 'hidden-value');
    await client.send(new DeleteSecretCommand({ SecretId: 'deleted' }));
    const list = async (more: object) => {
      const answer = await client.send(new ListSecretsCommand(more));
      expect(JSON.stringify(answer)).not.toContain('hidden-value');
      return { names: answer.SecretList?.map(({ Name }) => Name), NextToken: answer.NextToken };
    };

    const first = await list({ MaxResults: 2 });

    expect(first.names).toEqual(['a/1', 'a/2']);
    expect(await list({ NextToken: first.NextToken })).toEqual({ names: ['c'] });
    expect((await list({ Filters: [{ Key: 'name', Values: ['a/'] }] })).names).toHaveLength(2);
    expect((await list({ IncludePlannedDeletion: true })).names).toHaveLength(4);
  });
});

describe('a request', () => {
  it.each([
    ['another secret', { secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
    ['another key', { accessKeyId: 'NOBODY' }, 'UnrecognizedClientException'],
  ])('signed with %s is refused', async (_, other, name) => {
    const stranger = clientOf({ ...endpoint, ...other });

    await expect(stranger.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name });
    stranger.destroy();
  });

  it('without a signature is refused', async () => {
    const headers = { 'x-amz-target': 'secretsmanager.ListSecrets' };
    const answer = await fetch(endpoint.url, { method: 'POST', body: '{"a":"hidden"}', headers });

    const text = await answer.text();
    expect(text).toContain('"__type":"MissingAuthenticationTokenException"');
    expect(text).not.toContain('hidden');
  });
});

describe('openSecretsManager', () => {
  it('has the credentials of the S3 endpoint of its folder', async () => {
    const s3 = await openS3({ dataDir: folder.path });

    expect(s3.accessKeyId).toBe(endpoint.accessKeyId);
    expect(s3.secretAccessKey).toBe(endpoint.secretAccessKey);
    await s3.stop();
  });
});

describe('the loader of @pipelines/secrets', () => {
  it('reads a secret, and its new value after a rotation', async () => {
    const schema = z.object({ user: z.string() });
    const load = createSecretLoader({ client, clock });
    await create('loaded', '{"user":"one"}');
    expect(await load('loaded', schema)).toEqual({ user: 'one' });

    await put('loaded', '{"user":"two"}');

    expect(await load('loaded', schema)).toEqual({ user: 'one' });
    expect(await load('loaded', schema, { refresh: true })).toEqual({ user: 'two' });
  });
});
