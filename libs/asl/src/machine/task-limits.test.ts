import { describe, expect, it } from '@jest/globals';
import { drive, START_MS } from '../../test/drive.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const INVOKE = 'arn:aws:states:::lambda:invoke';

const task = (fields: object) => ({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: INVOKE, End: true, ...fields } },
});

describe('the limits of a Task state', () => {
  it('times out after TimeoutSeconds, tells the task, and has no cause', () => {
    const definition = task({ TimeoutSeconds: 5 });

    const { history, end, cancelled, nowMs } = drive(definition, { answer: () => 'silence' });

    expect(nowMs).toBe(START_MS + 5_000);
    expect(history[2]?.taskScheduledEventDetails?.timeoutInSeconds).toBe(5);
    expect(history[4]).toMatchObject({
      type: 'TaskTimedOut',
      taskTimedOutEventDetails: {
        error: 'States.Timeout',
        resource: 'invoke',
        resourceType: 'lambda',
      },
    });
    expect(cancelled).toEqual(['1/2']);
    expect(end).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('writes LambdaFunctionTimedOut for a direct call', () => {
    const definition = task({ Resource: LAMBDA, TimeoutSeconds: 5 });

    const { history } = drive(definition, { answer: () => 'silence' });

    expect(history[4]).toMatchObject({
      type: 'LambdaFunctionTimedOut',
      lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it('records a timeout that the runner reports as a timeout', () => {
    const { types } = drive(task({}), { answer: () => ({ error: 'States.Timeout' }) });

    expect(types[4]).toBe('TaskTimedOut');
  });

  it('reads its limits from paths of the input', () => {
    const definition = task({ TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$.h' });

    const { history, timers } = drive(definition, {
      input: { t: 7, h: 3 },
      answer: () => ({ output: null }),
    });

    expect(history[2]?.taskScheduledEventDetails).toMatchObject({
      timeoutInSeconds: 7,
      heartbeatInSeconds: 3,
    });
    expect(timers).toEqual([7_000, 3_000]);
  });

  it.each([
    [{ TimeoutSecondsPath: '$.nope' }, "Invalid path '$.nope' : No results for path: $['nope']"],
    [
      { TimeoutSecondsPath: '$.t' },
      'The TimeoutSecondsPath field refers to value "soon" which is not a valid integer: $.t',
    ],
    [
      { TimeoutSecondsPath: '$.f' },
      'The TimeoutSecondsPath field refers to value "1.5" which is not a valid integer: $.f',
    ],
  ])('refuses %j at run time', (fields, message) => {
    const { types, end } = drive(task(fields), { input: { t: 'soon', f: 1.5 } });

    expect(types).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'T' (entered at the event id #2). ${message}`,
    });
  });

  it('times out without a heartbeat, and each heartbeat gives it the same time again', () => {
    const definition = task({
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      HeartbeatSeconds: 10,
    });
    const beat = { type: 'taskHeartbeat', taskId: '1/2', nowMs: START_MS + 8_000 } as const;

    const { end, nowMs, openTimers } = drive(definition, {
      answer: () => 'silence',
      events: [beat],
    });

    expect(nowMs).toBe(START_MS + 18_000);
    expect(openTimers).toBe(0);
    expect(end).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  it.each([
    [INVOKE, 'lambda', 'TaskFailed'],
    [LAMBDA, LAMBDA, 'LambdaFunctionFailed'],
  ])(
    'fails %s when its result is over the size limit, open to States.ALL',
    (resource, name, type) => {
      const definition = {
        StartAt: 'T',
        States: {
          T: {
            Type: 'Task',
            Resource: resource,
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'H' }],
            End: true,
          },
          H: { Type: 'Pass', End: true },
        },
      };

      const { types, end } = drive(definition, { answer: () => ({ output: 'x'.repeat(262_143) }) });

      expect(types[4]).toBe(type);
      expect(JSON.parse(end?.output ?? '')).toEqual({
        Error: 'States.DataLimitExceeded',
        Cause: `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      });
    },
  );

  it('refuses a payload over the size limit before it calls anything', () => {
    const definition = task({ Parameters: { 'a.$': '$', 'b.$': '$' } });

    const { calls, end } = drive(definition, { input: 'x'.repeat(140_000) });

    expect(calls).toEqual([]);
    expect(end?.error).toBe('States.DataLimitExceeded');
  });

  it('lets a catcher tell a missed heartbeat from a timeout', () => {
    const catcher = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'H' }];
    const definition = (limits: object) => ({
      StartAt: 'T',
      States: {
        T: { Type: 'Task', Resource: INVOKE, Catch: catcher, End: true, ...limits },
        H: { Type: 'Pass', End: true },
      },
    });

    const missed = drive(definition({ HeartbeatSeconds: 5, TimeoutSeconds: 60 }), {
      answer: () => 'silence',
    });
    const late = drive(definition({ TimeoutSeconds: 5 }), { answer: () => 'silence' });

    expect(missed.end?.output).toBe('{"Error":"States.Timeout","Cause":""}');
    expect(missed.openTimers).toBe(0);
    expect(late.end?.status).toBe('FAILED');
  });
});
