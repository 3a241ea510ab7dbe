import { describe, expect, it } from '@jest/globals';
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
import { longWait, passState } from '../../../test/registry-fixture.ts';

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
