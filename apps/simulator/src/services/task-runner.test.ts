import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { TaskProgress, TaskRequest } from '@pipelines/asl-runtime';
import { createVirtualClock, systemClock, type Json } from '@pipelines/core';
import { itWithPython } from '@pipelines/testing';
import { functionFixture } from '../../test/function-fixture.ts';
import { taskRequest } from '../../test/task-request.ts';
import { FunctionNotFoundError } from '../functions/function-errors.ts';
import { type FunctionHost } from '../functions/function-host.ts';
import { openMocks } from './mocks.ts';
import { createTaskRunner } from './task-runner.ts';

const { folder, hostOf } = functionFixture();

const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';
const DEMO_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:demo';
const executionArn = 'arn:aws:states:us-east-1:111111111111:execution:m:run';

const requestOf = (
  resource: string,
  payload: Json = {},
  overrides: Partial<TaskRequest> = {},
): TaskRequest => taskRequest(resource, payload, { executionArn, ...overrides });

const noFunctions: Pick<FunctionHost, 'invoke'> = {
  invoke: async (name) => {
    throw new FunctionNotFoundError(name, []);
  },
};

describe('arn:aws:states:::lambda:invoke', () => {
  it('answers with the whole response of Lambda', async () => {
    const functions = await hostOf('exports.handler = async (event) => ({ got: event });');
    const clock = createVirtualClock(1_737_383_400_000);
    const runTask = createTaskRunner({ functions, clock });

    const result = await runTask(requestOf(LAMBDA_INVOKE, { FunctionName: 'demo', Payload: 'ü' }));

    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const trace = expect.stringMatching(/^Root=1-678e5de8-[0-9a-f]{24};Sampled=0$/);
    const date = 'Mon, 20 Jan 2025 14:30:00 GMT';
    expect(result).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { got: 'ü' },
      SdkHttpMetadata: {
        AllHttpHeaders: {
          Connection: ['keep-alive'],
          'Content-Length': ['12'],
          'Content-Type': ['application/json'],
          Date: [date],
          'X-Amz-Executed-Version': ['$LATEST'],
          'x-amzn-Remapped-Content-Length': ['0'],
          'x-amzn-RequestId': [id],
          'X-Amzn-Trace-Id': [trace],
        },
        HttpHeaders: {
          Connection: 'keep-alive',
          'Content-Length': '12',
          'Content-Type': 'application/json',
          Date: date,
          'X-Amz-Executed-Version': '$LATEST',
          'x-amzn-Remapped-Content-Length': '0',
          'x-amzn-RequestId': id,
          'X-Amzn-Trace-Id': trace,
        },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: id },
      StatusCode: 200,
    });
  });

  it.each([{ FunctionName: 'demo' }, { FunctionName: 'demo', Payload: null }])(
    'gives the function an empty object for %j',
    async (payload) => {
      const functions = await hostOf('exports.handler = async (event) => event;');
      const runTask = createTaskRunner({ functions, clock: systemClock });

      const result = await runTask(requestOf(LAMBDA_INVOKE, payload));

      expect(result).toHaveProperty('Payload', {});
    },
  );

  it('fails by the name of the function error, with its compact JSON as the cause', async () => {
    const functions = await hostOf(
      `exports.handler = async () => { throw Object.assign(new Error('no host'), { name: 'ConfigError', stack: 'at x' }); };`,
    );
    const runTask = createTaskRunner({ functions, clock: systemClock });

    const task = runTask(requestOf(LAMBDA_INVOKE, { FunctionName: DEMO_ARN }));

    await expect(task).rejects.toMatchObject({
      name: 'TaskFailure',
      errorName: 'ConfigError',
      causeText: '{"errorType":"ConfigError","errorMessage":"no host","trace":["at x"]}',
    });
  });

  itWithPython(
    'shows the words of a Python runtime as they are only where it is called directly',
    async () => {
      const functions = await hostOf('def handler(event, context):\n    raise KeyError(1)\n', {
        file: 'handler.py',
        spec: { runtime: 'python3.12', handler: 'handler.handler' },
      });
      const runTask = createTaskRunner({ functions, clock: systemClock });

      // One after the other: the second could fail while nobody awaits it yet.
      await expect(runTask(requestOf(DEMO_ARN))).rejects.toMatchObject({
        errorName: 'KeyError',
        causeText: expect.stringMatching(/^\{"errorMessage": "1", "errorType": "KeyError", /),
      });
      const invoked = requestOf(LAMBDA_INVOKE, { FunctionName: 'demo' });
      await expect(runTask(invoked)).rejects.toMatchObject({
        errorName: 'KeyError',
        causeText: expect.stringMatching(/^\{"errorMessage":"1","errorType":"KeyError",/),
      });
    },
  );

  it.each([
    [{ FunctionName: 'none' }, '111111111111:function:none:$LATEST'],
    [{ FunctionName: 'none', Qualifier: '7' }, '111111111111:function:none:7'],
    [{ FunctionName: DEMO_ARN }, '000000000000:function:demo:$LATEST'],
  ])('fails in the words of AWS when there is no function %j', async (payload, arnEnd) => {
    const runTask = createTaskRunner({ functions: noFunctions, clock: systemClock });

    const task = runTask(requestOf(LAMBDA_INVOKE, payload));

    const uuid = '[0-9a-f-]{36}';
    await expect(task).rejects.toMatchObject({
      errorName: 'Lambda.ResourceNotFoundException',
      causeText: expect.stringMatching(
        new RegExp(
          `^Function not found: arn:aws:lambda:us-east-1:${arnEnd.replace('$', '\\$')} \\(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${uuid}; Proxy: null\\)$`,
        ),
      ),
    });
  });

  it('refuses a parameter that it would have to ignore', async () => {
    const runTask = createTaskRunner({ functions: noFunctions, clock: systemClock });

    const task = runTask(requestOf(LAMBDA_INVOKE, { FunctionName: 'demo', LogType: 'Tail' }));

    await expect(task).rejects.toThrow("lambda:invoke does not know the parameter 'LogType'");
  });
});

describe('the ARN of a function', () => {
  it('hands over the input and gives the result alone', async () => {
    const functions = await hostOf('exports.handler = async (event) => [event];');
    const runTask = createTaskRunner({ functions, clock: systemClock });

    const result = await runTask(requestOf(DEMO_ARN, null));

    expect(result).toEqual([null]);
  });

  it('fails with Sandbox.Timedout when the function is killed at its timeout', async () => {
    const functions = await hostOf(
      'exports.handler = () => new Promise(() => setInterval(() => {}, 9));',
      {
        spec: { timeoutSeconds: 0.5 },
      },
    );
    const runTask = createTaskRunner({ functions, clock: systemClock });

    const task = runTask(requestOf(DEMO_ARN));

    await expect(task).rejects.toMatchObject({
      errorName: 'Sandbox.Timedout',
      causeText: expect.stringMatching(/Error: Task timed out after 0\.50 seconds"\}$/),
    });
  });

  it('ends with its process when the state is given up', async () => {
    const functions = await hostOf(
      'exports.handler = () => new Promise(() => setInterval(() => {}, 9));',
    );
    const runTask = createTaskRunner({ functions, clock: systemClock });
    const controller = new AbortController();
    const task = runTask(requestOf(DEMO_ARN, {}, { signal: controller.signal }));

    controller.abort(new Error('given up'));

    await expect(task).rejects.toThrow('given up');
  });
});

describe('any other resource', () => {
  it('fails and says how to mock it', async () => {
    const runTask = createTaskRunner({ functions: noFunctions, clock: systemClock });

    const task = runTask(requestOf('arn:aws:states:::sqs:sendMessage'));

    await expect(task).rejects.toMatchObject({
      errorName: 'Simulator.UnsupportedIntegration',
      causeText:
        'The simulator does not run "arn:aws:states:::sqs:sendMessage". Mock it: set SFN_MOCK_CONFIG to a file with {"StateMachines":{"m":{"TestCases":{"CASE":{"S":"ANSWER"}}}},"MockedResponses":{"ANSWER":{"0":{"Return":{}}}}} and start the execution with "<state machine ARN>#CASE".',
    });
  });
});

describe('a mocked state', () => {
  const file = path.join(folder, 'mocks.json');

  function runnerOf(attempts: Json): ReturnType<typeof createTaskRunner> {
    writeFileSync(
      file,
      JSON.stringify({
        StateMachines: { m: { TestCases: { c: { S: 'answers' } } } },
        MockedResponses: { answers: attempts },
      }),
    );
    const mocks = openMocks(file);
    mocks.begin(executionArn, 'm', 'c');
    return createTaskRunner({ functions: noFunctions, clock: systemClock, mocks });
  }

  it.each([
    ['an integration sees the answer', 'arn:aws:states:::sqs:sendMessage', { Payload: 1 }],
    ['lambda:invoke sees the answer', LAMBDA_INVOKE, { Payload: 1 }],
    ['a function ARN sees the Payload', DEMO_ARN, 1],
  ])('%s', async (_, resource, expected) => {
    const runTask = runnerOf({ '0': { Return: { Payload: 1 } } });

    const result = await runTask(requestOf(resource));

    expect(result).toEqual(expected);
  });

  it('gives a function ARN an answer without Payload as it is', async () => {
    const runTask = runnerOf({ '0': { Return: { StatusCode: 200 } } });

    expect(await runTask(requestOf(DEMO_ARN))).toEqual({ StatusCode: 200 });
  });

  it('fails as the mock says', async () => {
    const runTask = runnerOf({ '0': { Throw: { Error: 'SQS.Gone', Cause: 'no queue' } } });

    const task = runTask(requestOf(LAMBDA_INVOKE));

    await expect(task).rejects.toMatchObject({ errorName: 'SQS.Gone', causeText: 'no queue' });
  });

  it('fails when its answers are used up', async () => {
    const runTask = runnerOf({ '0': { Return: 1 } });
    await runTask(requestOf(LAMBDA_INVOKE));

    const task = runTask(requestOf(LAMBDA_INVOKE));

    await expect(task).rejects.toMatchObject({
      errorName: 'Simulator.MockExhausted',
      causeText: "The mock of state 'S' has no answer for attempt 1.",
    });
  });

  it.each(['sync', 'sync:2', 'waitForTaskToken'])(
    'is accepted before it ends for .%s',
    async (pattern) => {
      const reports: TaskProgress[] = [];
      const runTask = runnerOf({ '0': { Return: 'done' } });

      const result = await runTask(
        requestOf(
          `arn:aws:states:::states:startExecution.${pattern}`,
          {},
          {
            report: (progress) => reports.push(progress),
          },
        ),
      );

      expect(result).toBe('done');
      expect(reports).toEqual([{ type: 'submitted', output: {} }]);
    },
  );
});
