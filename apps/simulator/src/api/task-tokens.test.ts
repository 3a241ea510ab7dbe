import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { systemClock, type Json } from '@pipelines/core';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import type { FunctionHost } from '../functions/function-host.ts';
import { createTaskRunner } from '../services/task-runner.ts';
import { createTaskTokens } from '../services/task-tokens.ts';

const activityArn = 'arn:aws:states:us-east-1:000000000000:activity:approve';
let api: ApiFixture;
let count = 0;
/** Events that functions were called with. */
let received: Json[] = [];
let isFunctionFailing = false;

beforeEach(async () => {
  received = [];
  isFunctionFailing = false;
  const tokens = createTaskTokens();
  const functions: Pick<FunctionHost, 'invoke'> = {
    async invoke(_name, payload) {
      received.push(payload);
      const failure = { errorType: 'Refused', errorMessage: 'm' };
      const answer = isFunctionFailing ? failure : 'taken';
      return {
        requestId: 'r',
        payload: answer,
        payloadText: JSON.stringify(answer),
        ...(isFunctionFailing && { functionError: 'Unhandled' as const }),
        durationMs: 1,
        isColdStart: false,
        memoryMb: 128,
        maxMemoryMb: 0,
      };
    },
  };
  api = await startApi({
    tokens,
    runTask: createTaskRunner({
      functions,
      clock: systemClock,
      tokens,
      hasActivity: (arn) => api.registry.activities.read(arn) !== undefined,
    }),
  });
});

async function start(state: object): Promise<string> {
  const { stateMachineArn } = await api.client.send(
    new CreateStateMachineCommand({
      name: `machine-${count++}`,
      roleArn: 'arn:aws:iam::000000000000:role/test',
      definition: JSON.stringify({
        StartAt: 'Ask',
        States: { Ask: { Type: 'Task', End: true, ...state } },
      }),
    }),
  );
  const input = '{"amount":1}';
  const { executionArn = '' } = await api.client.send(
    new StartExecutionCommand({ stateMachineArn, input }),
  );
  return executionArn;
}
const take = () =>
  api.client.send(new GetActivityTaskCommand({ activityArn, workerName: 'worker' }));
const historyOf = async (executionArn: string): Promise<readonly (string | undefined)[]> => {
  while (api.registry.execution(executionArn)?.status === 'RUNNING') {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { events = [] } = await api.client.send(new GetExecutionHistoryCommand({ executionArn }));
  return events.map(({ type }) => type);
};

describe('an activity', () => {
  beforeEach(async () => {
    await api.client.send(new CreateActivityCommand({ name: 'approve' }));
  });

  it.each(['before', 'after'])('gives its task to a worker that asks %s', async (when) => {
    const early = when === 'before' ? take() : undefined;
    const executionArn = await start({ Resource: activityArn });

    const { taskToken, input } = await (early ?? take());
    await api.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' }));

    expect(input).toBe('{"amount":1}');
    expect(await historyOf(executionArn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'ActivityScheduled',
      'ActivityStarted',
      'ActivitySucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(api.registry.execution(executionArn)?.outputText).toBe('{"ok":true}');
  });

  it('fails with what the worker says', async () => {
    const executionArn = await start({ Resource: activityArn });
    const { taskToken } = await take();

    await api.client.send(new SendTaskFailureCommand({ taskToken, error: 'No', cause: 'why' }));

    await historyOf(executionArn);
    expect(api.registry.execution(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'No',
      cause: 'why',
    });
  });

  it('that was stopped is not given to the next worker, and takes no answer any more', async () => {
    const stopped = await start({ Resource: activityArn });
    await api.client.send(new StopExecutionCommand({ executionArn: stopped }));
    const waiting = await start({ Resource: activityArn });

    const { taskToken } = await take();
    await api.client.send(new StopExecutionCommand({ executionArn: waiting }));

    await expect(
      api.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' })),
    ).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('times out without a heartbeat, and not with one', async () => {
    const executionArn = await start({ Resource: activityArn, HeartbeatSeconds: 1 });
    const { taskToken } = await take();
    await api.client.send(new SendTaskHeartbeatCommand({ taskToken }));

    expect((await historyOf(executionArn)).slice(-2)).toEqual([
      'ActivityTimedOut',
      'ExecutionFailed',
    ]);
    expect(api.registry.execution(executionArn)?.error).toBe('States.Timeout');
  });
});

describe('a task', () => {
  it('of an activity that does not exist fails', async () => {
    const executionArn = await start({ Resource: `${activityArn}-none` });

    await historyOf(executionArn);
    expect(api.registry.execution(executionArn)?.error).toBe('ActivityDoesNotExist');
  });

  it('that waits for its token ends when somebody sends it', async () => {
    const executionArn = await start({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } },
    });
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [{ token: taskToken } = { token: '' }] = received as { token: string }[];

    await api.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' }));

    expect(await historyOf(executionArn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(api.registry.execution(executionArn)?.outputText).toBe('"yes"');
  });

  it('whose function fails takes no answer', async () => {
    isFunctionFailing = true;
    const executionArn = await start({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } },
    });
    await historyOf(executionArn);
    const [{ token: taskToken } = { token: '' }] = received as { token: string }[];

    expect(api.registry.execution(executionArn)?.error).toBe('Refused');
    await expect(
      api.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' })),
    ).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('has a token that nobody can guess, and an output that is JSON', async () => {
    const send = (taskToken: string, output: string) =>
      api.client.send(new SendTaskSuccessCommand({ taskToken, output }));

    await expect(send('guess', '1')).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    await expect(send('guess', '{')).rejects.toMatchObject({ name: 'InvalidOutput' });
  });
});
