import { describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Json } from '@pipelines/core';
import { callStates, containerHostOf } from '../../../test/container-fixture.ts';
import { openVirtualServices, serveServices } from '../../../test/integration-fixture.ts';

const RUN = 'arn:aws:states:::ecs:runTask';
const prefix = 'arn:aws:ecs:us-east-1:000000000000';
const startMs = 1_737_383_400_000;
const endsTask = { Type: 'Task', End: true };
const forever = 'setInterval(() => {}, 9);';
const parameters = {
  Cluster: 'nightly',
  LaunchType: 'FARGATE',
  TaskDefinition: `${prefix}:task-definition/demo:7`,
};

async function run(code: string, Resource: string, Parameters: Json = parameters) {
  const services = openVirtualServices({ containers: containerHostOf(code) });
  const execution = services.start({ Resource, Parameters });
  const { output, error, cause } = await services.clock.runUntil(execution.done);
  const types = execution.history().map(({ type }) => type);
  return {
    output: output === undefined ? undefined : (JSON.parse(output) as Json),
    error,
    cause,
    types,
  };
}

const idsOf = (text: string): string => text.replace(/[0-9a-f]{32}/g, 'ID');

describe('ecs:runTask', () => {
  it('ends when the task was accepted, with the answer of RunTask', async () => {
    const { output, types } = await run(forever, RUN);

    const { SdkHttpMetadata, SdkResponseMetadata, ...members } = output as Record<string, Json>;
    expect(JSON.parse(idsOf(JSON.stringify(members)))).toEqual({
      Failures: [],
      Tasks: [
        {
          ClusterArn: `${prefix}:cluster/nightly`,
          Containers: [
            {
              ContainerArn: `${prefix}:container/nightly/ID/demo`,
              LastStatus: 'PENDING',
              Name: 'demo',
              TaskArn: `${prefix}:task/nightly/ID`,
            },
          ],
          CreatedAt: startMs,
          DesiredStatus: 'RUNNING',
          Group: 'family:demo',
          LastStatus: 'PROVISIONING',
          LaunchType: 'FARGATE',
          TaskArn: `${prefix}:task/nightly/ID`,
          TaskDefinitionArn: `${prefix}:task-definition/demo:7`,
        },
      ],
    });
    expect(SdkHttpMetadata).toMatchObject({ HttpStatusCode: 200 });
    expect(SdkResponseMetadata).toEqual({ RequestId: expect.any(String) });
    expect(types.slice(2, 5)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSucceeded']);
  });

  it('knows a container by the name of its override, which comes before the definition', async () => {
    const { error } = await run('process.exit(process.env.A === "1" ? 0 : 9);', `${RUN}.sync`, {
      TaskDefinition: 'other',
      Overrides: {
        ContainerOverrides: [{ Name: 'demo', Environment: [{ Name: 'A', Value: '1' }] }],
      },
    });

    expect(error).toBeUndefined();
  });

  it('says how to build or mock a container that is not there', async () => {
    const { error, cause } = await run('', RUN, { TaskDefinition: 'none:1' });

    expect(error).toBe('ECS.InvalidParameterException');
    expect(cause).toMatch(
      /^TaskDefinition not found: no container 'none' is built\. .*nx run container:package; .*SFN_MOCK_CONFIG\. \(Service: AmazonECS; Status Code: 400; /,
    );
  });
});

describe('ecs:runTask.sync', () => {
  it('ends with the process, and describes the stopped task', async () => {
    const { output, types } = await run('', `${RUN}.sync`);

    expect(output).toMatchObject({
      Containers: [{ ExitCode: 0, LastStatus: 'STOPPED', Name: 'demo' }],
      DesiredStatus: 'STOPPED',
      LastStatus: 'STOPPED',
      StopCode: 'EssentialContainerExited',
      StoppedAt: startMs,
      StoppedReason: 'Essential container in task exited',
    });
    expect(output).not.toHaveProperty('SdkHttpMetadata');
    expect(types.slice(2, 6)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
    ]);
  });

  it('fails with that description when the process fails', async () => {
    const { error, cause } = await run('process.exit(3);', `${RUN}.sync`);

    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause ?? '')).toMatchObject({ Containers: [{ ExitCode: 3 }] });
  });

  it('does not know the version 2 of a description', async () => {
    const { error } = await run('', `${RUN}.sync:2`);

    expect(error).toBe('Simulator.UnsupportedIntegration');
  });
});

describe('over HTTP, ecs:runTask', () => {
  async function serve(code: string, state: Readonly<Record<string, Json>>) {
    const exits: Promise<unknown>[] = [];
    const problems: string[] = [];
    const host = containerHostOf(code, { stepFunctionsUrl: async () => api.url });
    const containers: typeof host = {
      ...host,
      async start(...given) {
        const container = await host.start(...given);
        exits.push(container.exited);
        return container;
      },
    };
    const api = await serveServices({ containers, onProblem: (line) => problems.push(line) });
    const definition = JSON.stringify({
      StartAt: 'Run',
      States: { Run: { ...endsTask, ...state } },
    });
    const roleArn = 'arn:aws:iam::000000000000:role/test';
    const { stateMachineArn = '' } = await api.client.send(
      new CreateStateMachineCommand({ name: 'runner', roleArn, definition }),
    );
    return { ...api, stateMachineArn, exits, problems };
  }
  const waiting = {
    Resource: `${RUN}.waitForTaskToken`,
    Parameters: {
      ...parameters,
      Overrides: {
        ContainerOverrides: [
          { Name: 'demo', Environment: [{ Name: 'TASK_TOKEN', 'Value.$': '$$.Task.Token' }] },
        ],
      },
    },
  };

  it('ends by the token that the container sends', async () => {
    const code = `${callStates} call('SendTaskSuccess', { taskToken, output: '{"rows":1}' });`;
    const { client, runToEnd, stateMachineArn } = await serve(code, waiting);

    const executionArn = await runToEnd(stateMachineArn);

    const { output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(output).toBe('{"rows":1}');
    expect(events.slice(2, 6)).toMatchObject([
      { taskScheduledEventDetails: { resourceType: 'ecs', resource: 'runTask.waitForTaskToken' } },
      { type: 'TaskStarted' },
      { taskSubmittedEventDetails: { output: expect.stringContaining('"LaunchType":"FARGATE"') } },
      { type: 'TaskSucceeded' },
    ]);
  });

  it('tells of a container that ends without an answer, and waits as AWS does', async () => {
    const served = await serve('process.exit(4)', waiting);
    const { client, stateMachineArn, registry, problems } = served;
    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn }));

    while (problems.length === 0) await new Promise(setImmediate);

    expect(problems).toEqual([
      'The container of state Run ended with exit code 4 and sent no answer; the state waits for its timeout.',
    ]);
    expect(registry.execution(executionArn)?.status).toBe('RUNNING');
  });

  const syncing = { Resource: `${RUN}.sync`, Parameters: parameters };
  const branch = { StartAt: 'Container', States: { Container: { ...syncing, ...endsTask } } };
  it.each([
    ['.sync', syncing],
    ['.sync in a Parallel', { Type: 'Parallel', Branches: [branch] }],
    ['.waitForTaskToken', waiting],
  ])(
    '%s kills the process of an execution that is stopped',
    async (_, state: Readonly<Record<string, Json>>) => {
      const served = await serve(forever, state);
      const { client, stateMachineArn, exits, problems } = served;
      const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
      while (exits.length === 0) await new Promise(setImmediate);

      await client.send(new StopExecutionCommand({ executionArn }));

      expect(await exits[0]).toEqual({ code: null, signal: 'SIGKILL' });
      expect(problems).toEqual([]);
    },
  );
});
