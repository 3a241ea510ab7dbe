import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  DeleteStateMachineAliasCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  ListStateMachineAliasesCommand,
  UpdateStateMachineAliasCommand,
} from '@aws-sdk/client-sfn';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { ROOT, routesOf, type Route, revisionsOf } from '../../test/revisions.ts';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
const { create, update, outputOf, createAlias } = revisionsOf(() => api);

describe('aliases', () => {
  beforeAll(async () => {
    await create('aliased');
    await update('aliased', 'second');
    await update('aliased', 'third');
  });

  it('run the version that they name, and are named by its executions', async () => {
    await createAlias({ name: 'prod', versions: [['aliased:1', 100]], description: 'd' });

    const executionArn = await api.runToEnd(`${ROOT}:aliased:prod`);

    expect(await api.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      output: '"first"',
      stateMachineArn: `${ROOT}:aliased`,
      stateMachineVersionArn: `${ROOT}:aliased:1`,
      stateMachineAliasArn: `${ROOT}:aliased:prod`,
    });
  });

  it('share executions between two versions by weight', async () => {
    await createAlias({
      name: 'split',
      versions: [
        ['aliased:1', 0],
        ['aliased:2', 100],
      ],
    });

    expect(await outputOf(`${ROOT}:aliased:split`)).toBe('"second"');
  });

  it('are described, changed, listed and deleted', async () => {
    const arn = await createAlias({ name: 'moved', versions: [['aliased:1', 100]] });
    const change = new UpdateStateMachineAliasCommand({
      ...arn,
      description: 'moved on',
      routingConfiguration: routesOf([['aliased:3', 100]]),
    });
    await api.client.send(change);

    expect(await api.client.send(new DescribeStateMachineAliasCommand(arn))).toMatchObject({
      name: 'moved',
      description: 'moved on',
      routingConfiguration: routesOf([['aliased:3', 100]]),
    });
    const { stateMachineAliases } = await api.client.send(
      new ListStateMachineAliasesCommand({ stateMachineArn: `${ROOT}:aliased:3` }),
    );
    expect(stateMachineAliases).toMatchObject([arn]);
    await api.client.send(new DeleteStateMachineAliasCommand(arn));
    await expect(api.client.send(new DescribeStateMachineAliasCommand(arn))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });

  it('are made once', async () => {
    const versions: readonly Route[] = [['aliased:1', 100]];
    const first = await createAlias({ name: 'once', versions });

    expect(await createAlias({ name: 'once', versions })).toEqual(first);
    await expect(createAlias({ name: 'once', versions, description: 'other' })).rejects.toThrow(
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    );
  });

  it.each<[string, string, readonly Route[], string]>([
    [
      'a number as its name',
      '123',
      [['aliased:1', 100]],
      "1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$",
    ],
    [
      'three versions',
      'bad',
      [
        ['aliased:1', 50],
        ['aliased:2', 30],
        ['aliased:3', 20],
      ],
      `1 validation error detected: Value '[RoutingConfigurationListItem(stateMachineVersionArn=${ROOT}:aliased:1, weight=50), RoutingConfigurationListItem(stateMachineVersionArn=${ROOT}:aliased:2, weight=30), RoutingConfigurationListItem(stateMachineVersionArn=${ROOT}:aliased:3, weight=20)]' at 'routingConfiguration' failed to satisfy constraint: Member must have length less than or equal to 2`,
    ],
    [
      'a version twice',
      'bad',
      [
        ['aliased:1', 50],
        ['aliased:1', 50],
      ],
      `Routing configuration must contain distinct state machine version ARNs. Received: [${ROOT}:aliased:1, ${ROOT}:aliased:1]`,
    ],
    [
      'no version',
      'bad',
      [
        ['aliased', 70],
        ['aliased:2', 30],
      ],
      `Routing configuration must contain state machine version ARNs. Received: [${ROOT}:aliased, ${ROOT}:aliased:2]`,
    ],
    [
      'a weight over 100',
      'bad',
      [['aliased:1', 101]],
      "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    [
      'a sum below 100',
      'bad',
      [
        ['aliased:1', 70],
        ['aliased:2', 29],
      ],
      'Sum of routing configuration weights must equal 100. Received: [70, 29]',
    ],
  ])('are refused with %s', async (_, name, versions, message) => {
    await expect(createAlias({ name, versions })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });

  it('are refused for a version that is not there', async () => {
    await expect(createAlias({ name: 'bad', versions: [['aliased:9', 100]] })).rejects.toThrow(
      `Resource not found: '${ROOT}:aliased:9'`,
    );
  });
});
