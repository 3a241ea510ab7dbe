import { describe, expect, it } from '@jest/globals';
import { drive, START_MS } from '../../test/drive.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const INVOKE = 'arn:aws:states:::lambda:invoke';

const task = (fields: object) => ({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: INVOKE, End: true, ...fields } },
});

describe('a Task state', () => {
  it('writes Scheduled, Started and Succeeded of the service for lambda:invoke', () => {
    const definition = task({ Parameters: { FunctionName: 'f', 'Payload.$': '$' } });
    const answer = () => ({ output: { StatusCode: 200, Payload: 'ok' } });

    const { types, previousIds, history, calls } = drive(definition, { input: { a: 1 }, answer });

    expect(types).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(previousIds).toEqual([0, 0, 2, 3, 4, 5, 6]);
    expect(history[2]?.taskScheduledEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'us-east-1',
      parameters: '{"FunctionName":"f","Payload":{"a":1}}',
    });
    expect(history[3]?.taskStartedEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
    });
    expect(history[4]?.taskSucceededEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      output: '{"StatusCode":200,"Payload":"ok"}',
      outputDetails: { truncated: false },
    });
    expect(calls).toEqual([
      {
        taskId: '1/2',
        stateName: 'T',
        resource: INVOKE,
        payload: { FunctionName: 'f', Payload: { a: 1 } },
        retryCount: 0,
      },
    ]);
  });

  it('writes LambdaFunction events for a function’s own ARN, and keeps the input’s text', () => {
    const answer = () => ({ output: [1] });

    const { types, history } = drive(task({ Resource: LAMBDA }), { inputText: '{"a": 1}', answer });

    expect(types.slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
    expect(history[2]?.lambdaFunctionScheduledEventDetails).toEqual({
      resource: LAMBDA,
      input: '{"a": 1}',
      inputDetails: { truncated: false },
    });
    expect(Object.keys(history[3] ?? {})).toEqual(['timestampMs', 'type', 'id', 'previousEventId']);
    expect(history[4]?.lambdaFunctionSucceededEventDetails).toEqual({
      output: '[1]',
      outputDetails: { truncated: false },
    });
  });

  it('fails the execution with the task’s error and cause after the Failed event', () => {
    const answer = () => ({ error: 'Boom', cause: '{"errorType":"Boom"}' });

    const { types, previousIds, history, end } = drive(task({}), { answer });

    expect(types.slice(4)).toEqual(['TaskFailed', 'ExecutionFailed']);
    expect(previousIds.slice(4)).toEqual([4, 5]);
    expect(history[4]?.taskFailedEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      error: 'Boom',
      cause: '{"errorType":"Boom"}',
    });
    expect(end).toEqual({ status: 'FAILED', error: 'Boom', cause: '{"errorType":"Boom"}' });
  });

  it('fails a direct function call with LambdaFunctionFailed', () => {
    const { types } = drive(task({ Resource: LAMBDA }), { answer: () => ({ error: 'E' }) });

    expect(types[4]).toBe('LambdaFunctionFailed');
  });

  it('leaves error and cause out when the task gave none', () => {
    const { history, end } = drive(task({}), { answer: () => ({}) });

    expect(history[4]?.taskFailedEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
    });
    expect(end).toEqual({ status: 'FAILED' });
  });

  it('goes straight from the failure to the exit when it is caught', () => {
    const definition = {
      StartAt: 'T',
      States: {
        T: {
          Type: 'Task',
          Resource: LAMBDA,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'H', ResultPath: '$.why' }],
          OutputPath: '$.never',
          End: true,
        },
        H: { Type: 'Pass', End: true },
      },
    };
    const answer = () => ({ error: 'E' });

    const { types, previousIds, end } = drive(definition, { input: { a: 1 }, answer });

    expect(types.slice(4, 7)).toEqual([
      'LambdaFunctionFailed',
      'TaskStateExited',
      'PassStateEntered',
    ]);
    expect(previousIds.slice(4, 7)).toEqual([4, 5, 6]);
    expect(end?.output).toBe('{"a":1,"why":{"Error":"E","Cause":null}}');
  });

  it('gives a waitForTaskToken task its token, and records what the service answered', () => {
    const definition = task({
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { 'Token.$': '$$.Task.Token' },
    });
    const submitted = {
      type: 'taskSubmitted',
      taskId: '1/2',
      output: { MessageId: 'm' },
      nowMs: START_MS,
    } as const;

    const { types, history, calls } = drive(definition, {
      events: [submitted],
      answer: () => ({ output: 'done', afterMs: 5 }),
    });

    expect(calls[0]).toMatchObject({ taskToken: 'token-1', payload: { Token: 'token-1' } });
    expect(types.slice(3, 6)).toEqual(['TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
    expect(history[4]?.taskSubmittedEventDetails).toEqual({
      resourceType: 'sqs',
      resource: 'sendMessage.waitForTaskToken',
      output: '{"MessageId":"m"}',
      outputDetails: { truncated: false },
    });
  });

  it.each([
    ['arn:aws:states:::states:startExecution.sync:2', 'token-1'],
    ['arn:aws:states:::lambda:invoke', undefined],
    [LAMBDA, undefined],
  ])('gives a task of %s the token %s', (resource, token) => {
    const { calls } = drive(task({ Resource: resource }));

    expect(calls[0]?.taskToken).toBe(token);
  });

  it('starts an activity only when a worker takes it', () => {
    const definition = task({ Resource: 'arn:aws:states:us-east-1:000000000000:activity:a' });
    const taken = {
      type: 'taskStarted',
      taskId: '1/2',
      workerName: 'w',
      nowMs: START_MS + 1,
    } as const;

    const { types, history, calls } = drive(definition, {
      events: [taken],
      answer: () => ({ output: 1, afterMs: 2 }),
    });

    expect(types.slice(2, 5)).toEqual([
      'ActivityScheduled',
      'ActivityStarted',
      'ActivitySucceeded',
    ]);
    expect(history[3]?.activityStartedEventDetails).toEqual({ workerName: 'w' });
    expect(calls[0]?.taskToken).toBe('token-1');
  });

  it.each([
    [{ error: 'E' } as const, 'ActivityFailed'],
    ['silence' as const, 'ActivityTimedOut'],
  ])('ends an activity that answers %j with %s', (answer, type) => {
    const definition = task({
      Resource: 'arn:aws:states:us-east-1:000000000000:activity:a',
      TimeoutSeconds: 1,
    });

    const { types } = drive(definition, { answer: () => answer });

    expect(types).toContain(type);
  });

  it('shows the role of Credentials in the Scheduled event', () => {
    const definition = task({ Credentials: { 'RoleArn.$': '$.role' } });

    const { history, calls } = drive(definition, { input: { role: 'arn:aws:iam::1:role/x' } });

    expect(history[2]?.taskScheduledEventDetails?.taskCredentials).toEqual({
      roleArn: 'arn:aws:iam::1:role/x',
    });
    expect(calls[0]?.credentials).toEqual({ RoleArn: 'arn:aws:iam::1:role/x' });
  });

  it('selects from the result, places it in the input and selects from that', () => {
    const definition = task({
      InputPath: '$.in',
      ResultSelector: { 'n.$': '$.Payload.n', 'tries.$': '$$.State.RetryCount' },
      ResultPath: '$.out',
      OutputPath: '$.out',
    });
    const answer = () => ({ output: { Payload: { n: 3 } } });

    const { end, calls } = drive(definition, { input: { in: { x: 1 } }, answer });

    expect(calls[0]?.payload).toEqual({ x: 1 });
    expect(end?.output).toBe('{"n":3,"tries":0}');
  });
});

describe('an activity that does not exist', () => {
  it('ends the execution before a task is scheduled', () => {
    const arn = 'arn:aws:states:us-east-1:000000000000:activity:gone';
    const definition = {
      StartAt: 'S',
      States: { S: { Type: 'Task', Resource: arn, End: true } },
    };

    const { end, types } = drive(definition, { host: { activityExists: () => false } });

    expect(types).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
    expect(end).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'S' (entered at the event id #2). The activity ${arn} does not exist.`,
    });
  });
});
