import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  UpdateStateMachineCommand,
  type CreateStateMachineAliasCommandInput,
} from '@aws-sdk/client-sfn';
import type { ApiFixture } from './api-fixture.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';

/** What the ARNs of machines begin with. */
export const ROOT = 'arn:aws:states:us-east-1:000000000000:stateMachine';

/** A machine whose output tells which revision ran. */
export const definitionOf = (result: string): string =>
  JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: result, End: true } } });

/** A version after {@link ROOT}, `name:1`, and its share in percent. */
export type Route = readonly [version: string, weight: number];

/** Requests about revisions, versions and aliases, by the names of machines. */
export function revisionsOf(api: () => ApiFixture) {
  return {
    create: (name: string, publish = true) =>
      api().client.send(
        new CreateStateMachineCommand({
          name,
          definition: definitionOf('first'),
          roleArn,
          publish,
        }),
      ),
    update: (name: string, result: string, publish = true) =>
      api().client.send(
        new UpdateStateMachineCommand({
          stateMachineArn: `${ROOT}:${name}`,
          definition: definitionOf(result),
          publish,
        }),
      ),
    describeMachine: (stateMachineArn: string) =>
      api().client.send(new DescribeStateMachineCommand({ stateMachineArn })),
    outputOf: async (arn: string): Promise<string | undefined> => {
      const executionArn = await api().runToEnd(arn);
      return (await api().client.send(new DescribeExecutionCommand({ executionArn }))).output;
    },
    createAlias: async ({
      name,
      versions,
      ...more
    }: {
      readonly name: string;
      readonly versions: readonly Route[];
    } & Partial<CreateStateMachineAliasCommandInput>): Promise<{
      stateMachineAliasArn: string;
    }> => {
      const routingConfiguration = routesOf(versions);
      const { stateMachineAliasArn = '' } = await api().client.send(
        new CreateStateMachineAliasCommand({ name, routingConfiguration, ...more }),
      );
      return { stateMachineAliasArn };
    },
  };
}

/** Routes as the API has them. */
export const routesOf = (versions: readonly Route[]) =>
  versions.map(([version, weight]) => ({ stateMachineVersionArn: `${ROOT}:${version}`, weight }));
