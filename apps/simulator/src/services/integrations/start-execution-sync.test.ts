import { describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  START,
  childArn,
  jsonOf,
  openWith,
  parametersOf,
  runArn,
  startMs,
  typesOf,
} from '../../../test/child-fixture.ts';
import { serveServices } from '../../../test/integration-fixture.ts';
import { longWait, passState } from '../../../test/registry-fixture.ts';

describe('states:startExecution.sync', () => {
  it('ends with the child, and describes it with its texts', async () => {
    const wait = { Type: 'Wait', Seconds: 7, End: true };
    const { runToEnd } = openWith({ Wait: wait });

    const { output, stopMs, execution } = await runToEnd({
      Resource: `${START}.sync`,
      Parameters: parametersOf({ Input: { k: 1 } }),
    });

    expect(output).toBe(
      JSON.stringify({
        ExecutionArn: runArn,
        Input: '{"k":1}',
        InputDetails: { Included: true },
        Name: 'one',
        Output: '{"k":1}',
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StartDate: startMs,
        StateMachineArn: childArn,
        Status: 'SUCCEEDED',
        StopDate: startMs + 7_000,
      }),
    );
    expect(stopMs).toBe(startMs + 7_000);
    expect(typesOf(execution)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(execution.history()[4]).toMatchObject({
      taskSubmittedEventDetails: {
        resourceType: 'states',
        resource: 'startExecution.sync',
        output: expect.stringMatching(`^{"ExecutionArn":"${runArn}","SdkHttpMetadata":`),
        outputDetails: { truncated: false },
      },
    });
  });

  it('as :2 describes it with the JSON of its texts', async () => {
    const { runToEnd } = openWith({ Pass: { ...passState, Result: { Arg1: 'argument1' } } });

    const { output } = await runToEnd({ Resource: `${START}.sync:2`, Parameters: parametersOf() });

    expect(jsonOf(output)).toMatchObject({ Input: {}, Output: { Arg1: 'argument1' } });
  });

  it.each(['.sync', '.sync:2'])('%s fails with what describes a failed child', async (pattern) => {
    const fail = { Type: 'Fail', Error: 'No', Cause: 'why' };
    const { runToEnd } = openWith({ Fail: fail });

    const { error, cause } = await runToEnd({
      Resource: `${START}${pattern}`,
      Parameters: parametersOf({ Input: { Payload: null } }),
    });

    expect(error).toBe('States.TaskFailed');
    expect(cause).toBe(
      JSON.stringify({
        Cause: 'why',
        Error: 'No',
        ExecutionArn: runArn,
        Input: '{"Payload":null}',
        InputDetails: { Included: true },
        Name: 'one',
        RedriveCount: 0,
        RedriveStatus: 'REDRIVABLE',
        StartDate: startMs,
        StateMachineArn: childArn,
        Status: 'FAILED',
        StopDate: startMs,
      }),
    );
  });

  it('fails with a child that somebody stops', async () => {
    const { registry, clock, start } = openWith({ Wait: longWait });
    const execution = start({ Resource: `${START}.sync`, Parameters: parametersOf() });
    await clock.advanceBy(1_000);

    await registry.stopExecution(runArn, 'Halt', 'by hand');

    const { error, cause } = await execution.done;
    expect(error).toBe('States.TaskFailed');
    expect(jsonOf(cause)).toMatchObject({ Status: 'ABORTED', Error: 'Halt', Cause: 'by hand' });
  });

  it('stops the child of a parent that is stopped', async () => {
    const { registry, clock, start } = openWith({ Wait: longWait });
    const execution = start({ Resource: `${START}.sync`, Parameters: parametersOf() });
    await clock.advanceBy(1_000);

    execution.stop();
    await execution.done;
    await clock.advanceBy(0);

    expect(registry.execution(runArn)).toMatchObject({
      status: 'ABORTED',
      cause: `The Task state in AWS Step Functions execution [${execution.arn}] which was managing this resource was aborted`,
    });
  });

  it('stops the child at its own timeout', async () => {
    const { registry, runToEnd } = openWith({ Wait: longWait });

    const { error, stopMs } = await runToEnd({
      Resource: `${START}.sync`,
      Parameters: parametersOf(),
      TimeoutSeconds: 5,
    });

    expect(error).toBe('States.Timeout');
    expect(registry.execution(runArn)).toMatchObject({ status: 'ABORTED', stopMs });
  });

  it('ends with its token, when the child hands that on, and leaves the child alone', async () => {
    const { registry, tokens, clock, start } = openWith({ Wait: longWait });
    const execution = start({
      Resource: `${START}.sync`,
      Parameters: parametersOf({ Input: { 'token.$': '$$.Task.Token' } }),
    });
    await clock.advanceBy(1_000);
    const { token } = jsonOf(registry.execution(runArn)?.inputText) as { token: string };

    tokens.succeed(token, 'sent');

    const { output } = await execution.done;
    expect(output).toBe('"sent"');
    expect(registry.execution(runArn)?.status).toBe('RUNNING');
    expect(() => tokens.succeed(token, 'again')).toThrow('Provided task does not exist anymore');
  });

  it('takes no answer by its token when the child has ended', async () => {
    const { registry, tokens, runToEnd } = openWith({ Pass: passState });
    await runToEnd({
      Resource: `${START}.sync`,
      Parameters: parametersOf({ Input: { 'token.$': '$$.Task.Token' } }),
    });
    const { token } = jsonOf(registry.execution(runArn)?.inputText) as { token: string };

    expect(() => tokens.succeed(token, 1)).toThrow('Provided task does not exist anymore');
  });

  it('does not wait for an EXPRESS child, which cannot be described', async () => {
    const { runToEnd } = openWith({ Pass: passState }, 'EXPRESS');

    const { error } = await runToEnd({ Resource: `${START}.sync`, Parameters: parametersOf() });

    expect(error).toBe('StepFunctions.StateMachineTypeNotSupportedException');
  });
});

describe('over HTTP, states:startExecution.sync', () => {
  it('shows the child in the history, and stops it with its parent', async () => {
    const { client, registry } = await serveServices();
    const create = async (name: string, state: object): Promise<string> => {
      const definition = JSON.stringify({ StartAt: 'S', States: { S: state } });
      const roleArn = 'arn:aws:iam::000000000000:role/test';
      const command = new CreateStateMachineCommand({ name, roleArn, definition });
      return (await client.send(command)).stateMachineArn ?? '';
    };
    await create('child', longWait);
    const stateMachineArn = await create('parent', {
      Type: 'Task',
      Resource: `${START}.sync:2`,
      Parameters: parametersOf(),
      End: true,
    });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    const historyOf = async () =>
      (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];
    while ((await historyOf()).length < 5) await new Promise(setImmediate);

    await client.send(new StopExecutionCommand({ executionArn }));
    while (registry.execution(runArn)?.status === 'RUNNING') await new Promise(setImmediate);

    const child = await client.send(new DescribeExecutionCommand({ executionArn: runArn }));
    expect(child).toMatchObject({ status: 'ABORTED', cause: expect.stringContaining('parent') });
    const list = new ListExecutionsCommand({ stateMachineArn: childArn });
    expect((await client.send(list)).executions).toMatchObject([{ name: 'one' }]);
    expect((await historyOf()).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'ExecutionAborted',
    ]);
  });
});
