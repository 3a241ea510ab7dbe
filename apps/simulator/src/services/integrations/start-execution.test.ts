import { describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Execution } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';
import { openVirtualServices, serveServices } from '../../../test/integration-fixture.ts';
import { longWait, makeMachine, passState } from '../../../test/registry-fixture.ts';

const START = 'arn:aws:states:::states:startExecution';
const account = 'us-east-1:000000000000';
const childArn = `arn:aws:states:${account}:stateMachine:child`;
const runArn = `arn:aws:states:${account}:execution:child:one`;
const startMs = 1_737_383_400_000;
const typesOf = (execution: Execution): readonly string[] =>
  execution.history().map(({ type }) => type);
const jsonOf = (text: string | undefined): Json => JSON.parse(text ?? '') as Json;
const parametersOf = (more: Readonly<Record<string, Json>> = {}) => ({
  StateMachineArn: childArn,
  Name: 'one',
  ...more,
});

function openWith(states: Readonly<Record<string, Json>>, type?: 'EXPRESS') {
  const services = openVirtualServices();
  makeMachine(services.registry, states, { name: 'child', ...(type && { type }) });
  const runToEnd = (state: Readonly<Record<string, Json>>) => {
    const execution = services.start(state);
    return services.clock.runUntil(execution.done).then((result) => ({ ...result, execution }));
  };
  return { ...services, runToEnd };
}

describe('states:startExecution', () => {
  it('ends when the child has started, with the answer of StartExecution', async () => {
    const { registry, runToEnd } = openWith({ Wait: longWait });

    const { output, execution } = await runToEnd({
      Resource: START,
      Parameters: parametersOf({ Input: { a: 1 } }),
    });

    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const date = 'Mon, 20 Jan 2025 14:30:00 GMT';
    expect(jsonOf(output)).toEqual({
      ExecutionArn: runArn,
      SdkHttpMetadata: {
        AllHttpHeaders: {
          'x-amzn-RequestId': [id],
          connection: ['keep-alive'],
          'Content-Length': ['99'],
          Date: [date],
          'Content-Type': ['application/x-amz-json-1.0'],
        },
        HttpHeaders: {
          connection: 'keep-alive',
          'Content-Length': '99',
          'Content-Type': 'application/x-amz-json-1.0',
          Date: date,
          'x-amzn-RequestId': id,
        },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: id },
      StartDate: startMs,
    });
    expect(typesOf(execution).slice(2, 5)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
    ]);
    expect(registry.execution(runArn)).toMatchObject({ status: 'RUNNING', inputText: '{"a":1}' });
  });

  it.each([
    [null, '{}'],
    ['"text"', '"text"'],
    [[1], '[1]'],
    [0, '0'],
  ])('hands the input %j over as %s', async (input, inputText) => {
    const { registry, runToEnd } = openWith({ Pass: passState });

    await runToEnd({ Resource: START, Parameters: parametersOf({ Input: input }) });

    expect(registry.execution(runArn)).toMatchObject({ inputText });
  });

  it('fails as AWS does when there is no such machine', async () => {
    const { runToEnd } = openWith({ Pass: passState });
    const missing = `${childArn}-none`;

    const { error, cause, execution } = await runToEnd({
      Resource: START,
      Parameters: parametersOf({ StateMachineArn: missing }),
    });

    expect(error).toBe('StepFunctions.StateMachineDoesNotExistException');
    expect(cause?.replace(/[0-9a-f-]{36}/, 'ID')).toBe(
      `State Machine Does Not Exist: '${missing}' (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: ID; Proxy: null)`,
    );
    expect(typesOf(execution).slice(2, 5)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskFailed']);
  });

  it.each(['', '.sync', '.sync:2'])('%s fails when the name is taken', async (pattern) => {
    const { runToEnd } = openWith({ Pass: passState });
    await runToEnd({ Resource: `${START}.sync`, Parameters: parametersOf() });

    const { error } = await runToEnd({
      Resource: `${START}${pattern}`,
      Parameters: parametersOf({ Input: { other: true } }),
    });

    expect(error).toBe('StepFunctions.ExecutionAlreadyExistsException');
  });

  it.each([
    [{ Name: 'one' }, "The field 'StateMachineArn' is required but was missing"],
    [parametersOf({ Name: {} }), "The value for the field 'Name' must be a STRING"],
    [parametersOf({ Names: 'x' }), "The field 'Names' is not supported by Step Functions"],
  ])('starts nothing with the parameters %j', async (Parameters, problem) => {
    const { registry, runToEnd } = openWith({ Pass: passState });

    const { error, cause } = await runToEnd({ Resource: START, Parameters });

    expect(error).toBe('States.Runtime');
    expect(cause).toContain(problem);
    expect(registry.executions(childArn)).toEqual([]);
  });

  it('fails for an input that is not JSON, and does not show it', async () => {
    const { runToEnd } = openWith({ Pass: passState });

    const { error, cause } = await runToEnd({
      Resource: START,
      Parameters: parametersOf({ Input: 'secret words' }),
    });

    expect(error).toBe('StepFunctions.InvalidExecutionInputException');
    expect(cause).not.toContain('secret');
  });
});

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

  it('does not wait for an EXPRESS child, which cannot be described', async () => {
    const { runToEnd } = openWith({ Pass: passState }, 'EXPRESS');

    const { error } = await runToEnd({ Resource: `${START}.sync`, Parameters: parametersOf() });

    expect(error).toBe('StepFunctions.StateMachineTypeNotSupportedException');
  });
});

describe('states:startExecution.waitForTaskToken', () => {
  it('ends with what is sent, whatever becomes of the child', async () => {
    const { registry, tokens, clock, start } = openWith({ Pass: passState });
    const execution = start({
      Resource: `${START}.waitForTaskToken`,
      Parameters: parametersOf({ Input: { 'token.$': '$$.Task.Token' } }),
    });
    await clock.advanceBy(1_000);
    expect(registry.execution(runArn)?.status).toBe('SUCCEEDED');
    const { token } = jsonOf(registry.execution(runArn)?.inputText) as { token: string };

    tokens.succeed(token, { ok: true });

    expect((await execution.done).output).toBe('{"ok":true}');
    expect(typesOf(execution).slice(2, 6)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
    ]);
  });

  it('does not stop the child when its heartbeat is missed', async () => {
    const { registry, runToEnd } = openWith({ Wait: longWait });

    const { error } = await runToEnd({
      Resource: `${START}.waitForTaskToken`,
      Parameters: parametersOf({ Input: { 'token.$': '$$.Task.Token' } }),
      HeartbeatSeconds: 3,
    });

    expect(error).toBe('States.Timeout');
    expect(registry.execution(runArn)?.status).toBe('RUNNING');
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
