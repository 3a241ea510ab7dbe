import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { ROOT, definitionOf, revisionsOf } from '../../test/revisions.ts';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
const { create, update, describeMachine, outputOf, createAlias } = revisionsOf(() => api);

describe('UpdateStateMachine', () => {
  it('gives a changed machine a new revision, which its next execution runs', async () => {
    await create('updated', false);
    const before = await api.runToEnd(`${ROOT}:updated`);

    const { revisionId } = await update('updated', 'second', false);

    expect(revisionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await describeMachine(`${ROOT}:updated`)).toMatchObject({
      definition: definitionOf('second'),
      revisionId,
    });
    expect(await outputOf(`${ROOT}:updated`)).toBe('"second"');
    const old = await api.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn: before }),
    );
    expect(old).toMatchObject({ definition: definitionOf('first'), name: 'updated' });
    expect(old.revisionId).toBeUndefined();
  });

  it('keeps the revision of a machine that stays as it is', async () => {
    await create('same');

    const again = await update('same', 'first');
    const { revisionId } = await update('same', 'second');
    const third = await update('same', 'second');

    expect(again).toMatchObject({ stateMachineVersionArn: `${ROOT}:same:1` });
    expect(again.revisionId).toBeUndefined();
    expect(third).toMatchObject({ revisionId, stateMachineVersionArn: `${ROOT}:same:2` });
  });

  it('refuses to change nothing, a version, and what is not there', async () => {
    await create('refusing');
    const nothing = new UpdateStateMachineCommand({ stateMachineArn: `${ROOT}:refusing` });

    await expect(api.client.send(nothing)).rejects.toMatchObject({
      name: 'MissingRequiredParameter',
      message:
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    });
    await expect(update('refusing:1', 'second')).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${ROOT}:refusing:1'`,
    });
    await expect(update('absent', 'second')).rejects.toThrow('Does Not Exist');
  });
});

describe('versions', () => {
  it('are numbered, listed from the last, and run as they were published', async () => {
    await create('numbered');
    await update('numbered', 'second');
    await update('numbered', 'third', false);

    const { stateMachineVersions = [] } = await api.client.send(
      new ListStateMachineVersionsCommand({ stateMachineArn: `${ROOT}:numbered` }),
    );

    expect(stateMachineVersions.map((version) => version.stateMachineVersionArn)).toEqual([
      `${ROOT}:numbered:2`,
      `${ROOT}:numbered:1`,
    ]);
    expect(await outputOf(`${ROOT}:numbered:1`)).toBe('"first"');
    expect(await outputOf(`${ROOT}:numbered:2`)).toBe('"second"');
    expect(await outputOf(`${ROOT}:numbered`)).toBe('"third"');
    const { executions = [] } = await api.client.send(
      new ListExecutionsCommand({ stateMachineArn: `${ROOT}:numbered:1` }),
    );
    expect(executions).toMatchObject([
      { stateMachineArn: `${ROOT}:numbered`, stateMachineVersionArn: `${ROOT}:numbered:1` },
    ]);
  });

  it('are published once for a revision, and only for the present one', async () => {
    await create('published', false);
    const publish = (more: { description?: string; revisionId?: string } = {}) =>
      api.client.send(
        new PublishStateMachineVersionCommand({ stateMachineArn: `${ROOT}:published`, ...more }),
      );
    const first = await publish({ description: 'the first' });
    const again = await publish();
    const { revisionId } = await update('published', 'second', false);

    expect([first.stateMachineVersionArn, again.stateMachineVersionArn]).toEqual([
      `${ROOT}:published:1`,
      `${ROOT}:published:1`,
    ]);
    expect(await describeMachine(`${ROOT}:published:1`)).toMatchObject({
      stateMachineArn: `${ROOT}:published:1`,
      description: 'the first',
    });
    await expect(publish({ revisionId: 'other' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: `Failed to publish the State Machine version for revision other. The current State Machine revision is ${revisionId}.`,
    });
  });

  it('are deleted, but for one that an alias uses, and no number comes twice', async () => {
    await create('deleting');
    const alias = await createAlias({ name: 'live', versions: [['deleting:1', 100]] });
    const remove = (number: number) =>
      api.client.send(
        new DeleteStateMachineVersionCommand({
          stateMachineVersionArn: `${ROOT}:deleting:${number}`,
        }),
      );

    await expect(remove(1)).rejects.toMatchObject({
      name: 'ConflictException',
      message:
        'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]',
    });
    await api.client.send(new DeleteStateMachineAliasCommand(alias));
    await remove(1);
    await remove(1);
    await expect(describeMachine(`${ROOT}:deleting:1`)).rejects.toThrow('Does Not Exist');
    expect((await update('deleting', 'second')).stateMachineVersionArn).toBe(`${ROOT}:deleting:2`);
  });
});

describe('DeleteStateMachine', () => {
  it('removes the machine, its versions and aliases; its executions can still be described', async () => {
    await create('gone');
    await createAlias({ name: 'live', versions: [['gone:1', 100]] });
    const executionArn = await api.runToEnd(`${ROOT}:gone`);
    const remove = new DeleteStateMachineCommand({ stateMachineArn: `${ROOT}:gone` });

    await api.client.send(remove);
    await api.client.send(remove);

    await expect(describeMachine(`${ROOT}:gone`)).rejects.toThrow('Does Not Exist');
    await expect(describeMachine(`${ROOT}:gone:1`)).rejects.toThrow('Does Not Exist');
    await expect(api.runToEnd(`${ROOT}:gone:live`)).rejects.toThrow('Does Not Exist');
    const described = await api.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    );
    expect(described.definition).toBe(definitionOf('first'));
    expect((await create('gone')).stateMachineVersionArn).toBe(`${ROOT}:gone:1`);
  });
});
