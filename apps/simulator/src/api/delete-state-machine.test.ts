import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { makeMachine, passState } from '../../test/registry-fixture.ts';

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage',
  Parameters: { QueueUrl: 'q' },
  Next: 'After',
};

let api: ApiFixture;
let stateMachineArn: string;
let executionArn: string;
let answerTask: () => void;
beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  answerTask = () => resolve();
  api = await startApi({ runTask: () => promise.then(() => null) });
  stateMachineArn = makeMachine(api.registry, { T: task, After: passState }).arn;
  const started = await api.client.send(new StartExecutionCommand({ stateMachineArn }));
  executionArn = started.executionArn ?? '';
  await api.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
});

const describeMachine = () => api.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
const untilGone = async () => {
  while (api.registry.machine(stateMachineArn)) await new Promise(setImmediate);
};

describe('a machine that is deleted while an execution runs', () => {
  it('is DELETING until the execution has been aborted at its next transition', async () => {
    const during = await describeMachine();
    const { stateMachines = [] } = await api.client.send(new ListStateMachinesCommand({}));
    answerTask();
    await untilGone();

    expect(during.status).toBe('DELETING');
    expect(stateMachines.map((one) => one.stateMachineArn)).toEqual([stateMachineArn]);
    await expect(describeMachine()).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    const execution = await api.client.send(new DescribeExecutionCommand({ executionArn }));
    const history = api.registry.history(executionArn, { from: 0, count: 9, isReversed: true });
    expect(execution.status).toBe('ABORTED');
    expect(history?.events.map(({ type }) => type)).not.toContain('ExecutionSucceeded');
  });

  it('starts nothing, takes no change, and its name is not free', async () => {
    const definition = JSON.stringify({ StartAt: 'A', States: { A: passState } });
    const roleArn = 'arn:aws:iam::000000000000:role/test';
    const refused = {
      name: 'StateMachineDeleting',
      message: `State Machine Deleting: '${stateMachineArn}'`,
    };

    await expect(
      api.client.send(new StartExecutionCommand({ stateMachineArn })),
    ).rejects.toMatchObject(refused);
    await expect(
      api.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition })),
    ).rejects.toMatchObject(refused);
    await expect(
      api.client.send(new CreateStateMachineCommand({ name: 'machine', definition, roleArn })),
    ).rejects.toMatchObject(refused);

    await api.client.send(new StopExecutionCommand({ executionArn }));
    await untilGone();
    await api.client.send(new CreateStateMachineCommand({ name: 'machine', definition, roleArn }));
    expect((await describeMachine()).status).toBe('ACTIVE');
  });
});
