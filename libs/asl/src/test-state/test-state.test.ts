import type { JsonObject } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { TEST_HOST } from '../../test/drive.ts';
import { LAMBDA } from '../../test/machines.ts';
import { testState } from './test-state.ts';
import type { CallTask, TestStateRequest } from './test-state-request.ts';

const ROLE = 'arn:aws:iam::000000000000:role/r';
const run = (
  definition: JsonObject,
  request: Omit<TestStateRequest, 'definition'> = {},
  callTask: CallTask = () => Promise.reject(new Error('no task is called')),
) =>
  testState(
    { definition, ...request },
    { host: TEST_HOST, nowMs: 0, region: 'us-east-1', accountId: '000000000000', callTask },
  );
const DEBUG = { inspectionLevel: 'DEBUG' } as const;
const pass = { Type: 'Pass', End: true };
const task = { Type: 'Task', Resource: LAMBDA, End: true };
const body = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  StartAt: 'I',
  States: { I: pass },
};
const map = { Type: 'Map', ItemProcessor: body, End: true };

describe('testState', () => {
  it('runs a state alone and tells where it would go', async () => {
    const state = { Type: 'Pass', Result: 1, ResultPath: '$.b', Next: 'Elsewhere' };

    await expect(run(state, { input: '{"a": 0}' })).resolves.toEqual({
      status: 'SUCCEEDED',
      output: '{"a":0,"b":1}',
      nextState: 'Elsewhere',
    });
  });

  it('finds a state at any depth of a machine, with the query language of the machine', async () => {
    const inner = { ...body, States: { I: { ...pass, Output: '{% 1 + 1 %}' } } };
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'M',
      States: { M: { ...map, ItemProcessor: inner } },
    };

    await expect(run(machine, { stateName: 'I' })).resolves.toMatchObject({ output: '2' });
    await expect(run(machine, { stateName: 'no' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'State not found in definition',
    });
  });

  it.each<[JsonObject, Omit<TestStateRequest, 'definition'>, JsonObject]>([
    [
      pass,
      {},
      {
        afterInputPath: '{}',
        afterParameters: '{}',
        afterResultSelector: '{}',
        afterResultPath: '{}',
      },
    ],
    [{ ...pass, Result: 1 }, {}, { result: '1', afterResultSelector: '1', afterResultPath: '1' }],
    [{ Type: 'Succeed' }, {}, { afterInputPath: '{}' }],
    [{ Type: 'Succeed', QueryLanguage: 'JSONata' }, {}, {}],
    [
      { ...task, Parameters: { x: 1 }, ResultSelector: { 'y.$': '$.a' }, ResultPath: '$.r' },
      { mock: { result: '{"a": 2}' } },
      {
        afterInputPath: '{}',
        afterParameters: '{"x":1}',
        result: '{"a": 2}',
        afterResultSelector: '{"y":2}',
        afterResultPath: '{"r":{"y":2}}',
      },
    ],
    [
      { ...task, QueryLanguage: 'JSONata', Arguments: '{% 1 %}' },
      { mock: { result: '2' } },
      { afterArguments: '1', result: '2' },
    ],
    [
      { ...map, ItemsPath: '$.v', ToleratedFailureCount: 2 },
      { input: '{"v": [1, 2]}', mock: { result: '[3, 4]' } },
      {
        afterInputPath: '{"v": [1, 2]}',
        afterItemsPath: '[1, 2]',
        afterResultSelector: '[3, 4]',
        afterResultPath: '[3, 4]',
        maxConcurrency: 0,
        toleratedFailureCount: 2,
      },
    ],
    [
      { ...pass, QueryLanguage: 'JSONata', Assign: { b: '{% $a + 1 %}' } },
      { variables: '{"a": 1}' },
      { variables: '{"a":1,"b":2}' },
    ],
  ])('shows what %j did on the way', async (state, request, inspectionData) => {
    const input = request.input ?? '{}';
    const response = await run(state, { ...request, input, ...DEBUG });

    expect(response.inspectionData).toEqual({ input, ...inspectionData });
  });

  it.each([
    [4, { status: 'RETRIABLE' }, { retryIndex: 0, retryBackoffIntervalSeconds: 16 }],
    [5, { status: 'FAILED' }, { retryIndex: 0 }],
  ])('with %i retries behind it says %j', async (retrierRetryCount, answer, errorDetails) => {
    const retry = { ErrorEquals: ['E'], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2 };
    const request = {
      ...DEBUG,
      mock: { errorOutput: { error: 'E', cause: 'c' } },
      stateConfiguration: { retrierRetryCount },
    };

    const response = await run({ ...task, Retry: [retry] }, request);

    expect(response).toMatchObject({ ...answer, error: 'E', cause: 'c' });
    expect(response.inspectionData).toMatchObject({ errorDetails });
  });

  it('goes where the catcher points', async () => {
    const state = {
      ...task,
      QueryLanguage: 'JSONata',
      Catch: [{ ErrorEquals: ['E'], Output: '{% $states.errorOutput %}', Next: 'H' }],
    };

    await expect(run(state, { mock: { errorOutput: { error: 'E' } } })).resolves.toEqual({
      status: 'CAUGHT_ERROR',
      error: 'E',
      nextState: 'H',
      output: '{"Error":"E","Cause":null}',
    });
  });

  it.each([
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{}, 'SUCCEEDED'],
  ])('with %j and two failed items is %s', async (fields, status) => {
    const request = {
      input: '[1, 2, 3]',
      mock: { result: '[0, 0, 1]' },
      stateConfiguration: { mapIterationFailureCount: 2 },
    };

    await expect(run({ ...map, ...fields }, request)).resolves.toMatchObject({ status });
  });

  it('calls the task of a state without a mock', async () => {
    const callTask: CallTask = ({ payload }) => Promise.resolve({ output: [payload.json] });

    const response = await run(task, { input: '{"a":1}', roleArn: ROLE }, callTask);

    expect(response.output).toBe('[{"a":1}]');
  });

  it('makes up an execution for the context, or takes the one that is given', async () => {
    const state = { ...pass, Parameters: { 'c.$': '$$' } };
    const made = await run(state);

    expect(JSON.parse(made.output ?? '')).toMatchObject({
      c: {
        Execution: { Input: {}, RoleArn: null, StartTime: '1970-01-01T00:00:00.000Z' },
        State: { Name: 'StateName' },
      },
    });
    await expect(run(state, { context: '{}' })).resolves.toMatchObject({ output: '{"c":{}}' });
  });

  it('fails with the cause of an expression that has no value', async () => {
    const state = { ...pass, QueryLanguage: 'JSONata', Output: '{% $no %}' };

    await expect(run(state)).resolves.toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
  });

  it.each<[JsonObject, Omit<TestStateRequest, 'definition'>, string]>([
    [
      pass,
      { mock: { result: '1' } },
      "State type 'Pass' is not supported when a mock is specified",
    ],
    [task, {}, 'RoleArn must be specified when testing a Task state'],
    [task, { mock: { result: 'no' } }, 'Mocked result must be valid JSON'],
    [
      task,
      { mock: { result: '1', errorOutput: {} } },
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    [
      task,
      { mock: { result: '1' }, revealSecrets: true },
      'TestState does not support RevealSecrets when a mock is specified.',
    ],
    [map, { mock: { result: '{}' } }, 'Mocked result must be an array.'],
    [
      { ...map, ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: {} } },
      { mock: { result: '[]' } },
      'Mocked result must be a JSON object.',
    ],
    [
      map,
      { mock: { result: '[1]' }, stateConfiguration: { mapIterationFailureCount: 2 } },
      'Map iteration failure count must be less than or equal to the number of Map iterations',
    ],
    [
      map,
      {},
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    ],
    [
      { Type: 'Nope' },
      {},
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /Type'",
    ],
    [
      pass,
      { context: '{"Map":{}}' },
      "Invalid Context object provided: 'Map' field is not supported when mocking a Context object",
    ],
    [
      pass,
      { context: '{"Execution":{"Id":1}}' },
      'Invalid Context object provided: Execution.Id must be a string',
    ],
    [
      pass,
      { context: '{"Execution":{"x":1}}' },
      "Invalid Context object provided: Field 'x' is not allowed",
    ],
    [
      task,
      { mock: { result: '1' }, context: '{"Task":{"Token":"t"}}' },
      "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    ],
  ])('refuses %j with %j', async (state, request, message) => {
    await expect(run(state, request)).rejects.toThrow(message);
  });
});
