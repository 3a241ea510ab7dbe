import { describe, expect, it } from '@jest/globals';
import {
  DescribeSecretCommand,
  ListSecretVersionIdsCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { secretsFixture } from '../../test/secrets-fixture.ts';

const { send, create, put, valueOf } = secretsFixture();

const move = (SecretId: string, VersionStage: string, more: object) =>
  send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, ...more }));
const stagesOf = async (SecretId: string) =>
  (await send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages;
const list = (SecretId: string, more: object = {}) =>
  send(new ListSecretVersionIdsCommand({ SecretId, ...more }));

describe('UpdateSecretVersionStage', () => {
  it('ends a rotation: the pending value is current, the one before it previous', async () => {
    const { VersionId: first = '' } = await create('rotated', 'one');
    const second = await put('rotated', 'two', { VersionStages: ['AWSPENDING'] });

    await move('rotated', 'AWSCURRENT', { MoveToVersionId: second, RemoveFromVersionId: first });
    await move('rotated', 'AWSPENDING', { RemoveFromVersionId: second });

    expect(await stagesOf('rotated')).toEqual({
      [first]: ['AWSPREVIOUS'],
      [second]: ['AWSCURRENT'],
    });
    expect(await valueOf('rotated')).toBe('two');
  });

  it('undoes one, and moves labels of one’s own', async () => {
    const { VersionId: first = '' } = await create('undone', 'one');
    const second = await put('undone', 'two');

    await move('undone', 'AWSCURRENT', { MoveToVersionId: first, RemoveFromVersionId: second });
    await move('undone', 'mine', { MoveToVersionId: second });
    await move('undone', 'mine', { MoveToVersionId: first, RemoveFromVersionId: second });

    expect(await stagesOf('undone')).toEqual({
      [first]: ['AWSCURRENT', 'mine'],
      [second]: ['AWSPREVIOUS'],
    });
  });

  it('changes nothing when it is sent again', async () => {
    const { VersionId: first = '' } = await create('again', 'one');
    const second = await put('again', 'two');

    await move('again', 'AWSCURRENT', { MoveToVersionId: second });

    expect(await stagesOf('again')).toEqual({ [first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'] });
  });

  it('refuses what would lose the current value, or overtake another rotation', async () => {
    const { VersionId: first = '' } = await create('kept', 'one');
    const second = await put('kept', 'two');
    const refused = { name: 'InvalidParameterException' };

    await expect(move('kept', 'AWSCURRENT', { RemoveFromVersionId: second })).rejects.toMatchObject(
      refused,
    );
    await expect(move('kept', 'AWSCURRENT', { MoveToVersionId: first })).rejects.toMatchObject({
      ...refused,
      message: `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${second}, so you must explicitly reference that version in RemoveFromVersionId.`,
    });
    await expect(
      move('kept', 'AWSPREVIOUS', { RemoveFromVersionId: second }),
    ).rejects.toMatchObject(refused);
    await expect(
      move('kept', 'AWSCURRENT', { MoveToVersionId: 'x'.repeat(32), RemoveFromVersionId: second }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await stagesOf('kept')).toEqual({ [first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'] });
  });
});

describe('versions', () => {
  it('without a stage can be read by their id, and are listed on demand', async () => {
    const { VersionId: first = '' } = await create('listed', 'one');
    const second = await put('listed', 'two');
    const third = await put('listed', 'three');

    const staged = await list('listed');
    const all = await list('listed', { IncludeDeprecated: true });

    expect(staged.Versions?.map(({ VersionId }) => VersionId)).toEqual([second, third]);
    expect(all.Versions).toMatchObject([
      { VersionId: first, VersionStages: [] },
      { VersionId: second, VersionStages: ['AWSPREVIOUS'] },
      { VersionId: third, VersionStages: ['AWSCURRENT'] },
    ]);
    expect(all.Versions?.[0]?.CreatedDate).toBeInstanceOf(Date);
    expect(await valueOf('listed', { VersionId: first })).toBe('one');
  });

  it('come in pages', async () => {
    await create('paged', '0');
    for (const value of ['1', '2', '3', '4']) await put('paged', value);
    const sizes: (number | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await list('paged', { IncludeDeprecated: true, MaxResults: 2, NextToken });
      sizes.push(page.Versions?.length);
      ({ NextToken } = page);
    } while (NextToken !== undefined);

    expect(sizes).toEqual([2, 2, 1]);
    await expect(list('paged', { NextToken: '!' })).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
    await expect(list('paged', { MaxResults: 0 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are a hundred at most: the oldest without a stage goes', async () => {
    const { VersionId: first = '' } = await create('many', 'v');
    await move('many', 'mine', { MoveToVersionId: first });
    const second = await put('many', 'v1');
    for (let i = 2; i <= 100; i++) await put('many', `v${i}`);

    const { Versions } = await list('many', { IncludeDeprecated: true });

    expect(Versions?.length).toBe(100);
    expect(await valueOf('many', { VersionStage: 'mine' })).toBe('v');
    await expect(valueOf('many', { VersionId: second })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
