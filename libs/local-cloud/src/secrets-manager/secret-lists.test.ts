import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  BatchGetSecretValueCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  ListSecretsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type Filter,
} from '@aws-sdk/client-secrets-manager';
import { secretsFixture } from '../../test/secrets-fixture.ts';

const { send, create, valueOf } = secretsFixture();

beforeAll(async () => {
  await create('app/Database', 'db', { Description: 'The Ledger', Tags: tags({ team: 'red' }) });
  await create('app/graph', 'neo', { Tags: tags({ Team: 'blue' }) });
  await create('other', 'x');
});

const tags = (all: Record<string, string>) =>
  Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
const list = async (more: object = {}) => {
  const { SecretList, NextToken } = await send(new ListSecretsCommand(more));
  return { names: SecretList?.map(({ Name }) => Name), NextToken };
};

describe('ListSecrets', () => {
  it.each([
    ['name', ['app/'], ['app/Database', 'app/graph']],
    ['name', ['APP/'], []],
    ['name', ['other', 'app/g'], ['app/graph', 'other']],
    ['name', ['!app/'], ['other']],
    ['description', ['the l'], ['app/Database']],
    ['tag-key', ['team'], ['app/Database']],
    ['tag-value', ['b'], ['app/graph']],
    ['all', ['ledger'], ['app/Database']],
    ['all', ['edger'], []],
    ['all', ['DATABASE'], ['app/Database']],
    ['owning-service', ['rds'], []],
  ] as const)('filters by %s %j', async (Key, Values, names) => {
    expect((await list({ Filters: [{ Key, Values }] })).names).toEqual(names);
  });

  it('wants all of its filters', async () => {
    const both: Filter[] = [
      { Key: 'name', Values: ['app/'] },
      { Key: 'tag-value', Values: ['red'] },
    ];

    expect((await list({ Filters: both })).names).toEqual(['app/Database']);
    await expect(list({ Filters: [{ Key: 'size', Values: ['1'] }] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('goes on after a secret that is gone, in either direction', async () => {
    for (const name of ['z1', 'z2', 'z3']) await create(name, 'v');
    const Filters = [{ Key: 'name', Values: ['z'] }];
    const first = await list({ Filters, SortOrder: 'desc', MaxResults: 2 });
    await send(new DeleteSecretCommand({ SecretId: 'z2', ForceDeleteWithoutRecovery: true }));

    const { NextToken } = first;
    const second = await list({ Filters, SortOrder: 'desc', NextToken });

    expect([first.names, second.names]).toEqual([['z3', 'z2'], ['z1']]);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('BatchGetSecretValue', () => {
  it('gives the values of a list, and says what is missing', async () => {
    const SecretIdList = ['other', 'none', 'app/graph'];

    const { SecretValues, Errors } = await send(new BatchGetSecretValueCommand({ SecretIdList }));

    expect(SecretValues?.map(({ SecretString }) => SecretString)).toEqual(['x', 'neo']);
    expect(Errors).toEqual([
      {
        SecretId: 'none',
        ErrorCode: 'ResourceNotFoundException',
        Message: "Secrets Manager can't find the specified secret.",
      },
    ]);
  });

  it('gives the values that pass filters, page by page', async () => {
    const Filters: Filter[] = [{ Key: 'name', Values: ['app/'] }];
    const first = await send(new BatchGetSecretValueCommand({ Filters, MaxResults: 1 }));
    const { NextToken } = first;
    const second = await send(new BatchGetSecretValueCommand({ Filters, NextToken }));

    const values = [first, second].map(({ SecretValues }) => SecretValues?.map(({ Name }) => Name));
    expect(values).toEqual([['app/Database'], ['app/graph']]);
    expect(second.NextToken).toBeUndefined();
    await expect(send(new BatchGetSecretValueCommand({}))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('the tags of a secret', () => {
  it('can be added, changed and taken away', async () => {
    await create('tagged', 'v', { Tags: tags({ a: '1', b: '2' }) });

    await send(new TagResourceCommand({ SecretId: 'tagged', Tags: tags({ b: '3', c: '4' }) }));
    await send(new UntagResourceCommand({ SecretId: 'tagged', TagKeys: ['a', 'none'] }));

    const { Tags } = await send(new DescribeSecretCommand({ SecretId: 'tagged' }));
    expect(Tags).toEqual(tags({ b: '3', c: '4' }));
  });
});

describe('a forced deletion', () => {
  const force = (SecretId: string) =>
    send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));

  it('ends a recovery window, and is no error where there is nothing', async () => {
    await create('waiting', 'v');
    await send(new DeleteSecretCommand({ SecretId: 'waiting' }));

    await force('waiting');

    await expect(valueOf('waiting')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await force('never')).Name).toBe('never');
    await expect(send(new DeleteSecretCommand({ SecretId: 'never' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
