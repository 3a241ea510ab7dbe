import { describe, expect, it } from '@jest/globals';
import { drive, START_MS } from '../../test/drive.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';

const HANDLERS = {
  First: { Type: 'Pass', Result: 'first', End: true },
  Second: { Type: 'Pass', Result: 'second', End: true },
};

/** A Task T that goes to Done, with the handlers that its catchers point to. */
const machine = (task: object) => ({
  StartAt: 'T',
  States: {
    T: { Type: 'Task', Resource: LAMBDA, Next: 'Done', ...task },
    Done: { Type: 'Succeed' },
    ...Object.fromEntries(
      Object.entries(HANDLERS).filter(([name]) => JSON.stringify(task).includes(`"${name}"`)),
    ),
  },
});

describe('Retry', () => {
  it('calls again after 5 s and 10 s, twice, then fails', () => {
    const definition = machine({
      Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 5, MaxAttempts: 2, BackoffRate: 2 }],
    });

    const { timers, calls, end, nowMs, history } = drive(definition, {
      answer: () => ({ error: 'Boom' }),
    });

    expect(timers).toEqual([5_000, 10_000]);
    expect(calls.map((call) => call.retryCount)).toEqual([0, 1, 2]);
    expect(nowMs).toBe(START_MS + 15_000);
    expect(end).toEqual({ status: 'FAILED', error: 'Boom' });
    expect(history.map(({ id, previousEventId }) => id - previousEventId).slice(2)).toEqual(
      Array(10).fill(1),
    );
  });

  it('waits 1, 2 and 4 s in three attempts when nothing is said', () => {
    const definition = machine({ Retry: [{ ErrorEquals: ['States.ALL'] }] });

    const { timers } = drive(definition, { answer: () => ({ error: 'E' }) });

    expect(timers).toEqual([1_000, 2_000, 4_000]);
  });

  it('evaluates the parameters again, with the attempt in the context', () => {
    const definition = machine({
      Parameters: { 'attempt.$': '$$.State.RetryCount' },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
    });

    const { calls } = drive(definition, { answer: () => ({ error: 'E' }) });

    expect(calls.map((call) => call.payload)).toEqual([{ attempt: 0 }, { attempt: 1 }]);
  });

  it('counts the attempts of each retrier by itself', () => {
    const definition = machine({
      Retry: [
        { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 1 },
        { ErrorEquals: ['B'], MaxAttempts: 2, IntervalSeconds: 10 },
      ],
    });
    const errors = ['A', 'B', 'B', 'A'];

    const { timers, end } = drive(definition, {
      answer: (call) => ({ error: errors[call.retryCount] ?? 'none' }),
    });

    expect(timers).toEqual([1_000, 10_000, 20_000]);
    expect(end?.error).toBe('A');
  });

  it('does not ask a later retrier when the first that matches is used up', () => {
    const definition = machine({
      Retry: [
        { ErrorEquals: ['E'], MaxAttempts: 0 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 3 },
      ],
    });

    const { calls } = drive(definition, { answer: () => ({ error: 'E' }) });

    expect(calls).toHaveLength(1);
  });

  it('starts its counts afresh when the state is entered again', () => {
    const definition = {
      StartAt: 'T',
      States: {
        T: {
          Type: 'Task',
          Resource: LAMBDA,
          Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ['E'], Next: 'T' }],
          End: true,
        },
      },
    };
    let calls = 0;

    const { end, timers } = drive(definition, {
      answer: () => (++calls < 4 ? { error: 'E' } : { output: 'fourth' }),
    });

    expect(end?.output).toBe('"fourth"');
    expect(timers).toEqual([1_000, 1_000]);
  });

  it('waits on a stopped execution no more', () => {
    const definition = machine({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 60 }] });
    const stop = { type: 'stop', nowMs: START_MS + 1 } as const;

    const { end, nowMs, openTimers } = drive(definition, {
      answer: () => ({ error: 'E' }),
      events: [stop],
    });

    expect(end?.status).toBe('ABORTED');
    expect(nowMs).toBe(START_MS + 1);
    expect(openTimers).toBe(0);
  });
});

describe('Catch', () => {
  it('takes the first catcher that matches', () => {
    const definition = machine({
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Second' },
        { ErrorEquals: ['E', 'F'], Next: 'First' },
        { ErrorEquals: ['States.ALL'], Next: 'Second' },
      ],
    });

    const { end } = drive(definition, { answer: () => ({ error: 'F' }) });

    expect(end?.output).toBe('"first"');
  });

  it('is asked only after Retry is used up', () => {
    const definition = machine({
      Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['E'], Next: 'First' }],
    });

    const { calls, end } = drive(definition, { answer: () => ({ error: 'E' }) });

    expect(calls).toHaveLength(3);
    expect(end?.output).toBe('"first"');
  });

  it.each([
    [undefined, '{"Error":"E","Cause":"why"}'],
    [null, '{"a":1}'],
    ['$.a', '{"a":{"Error":"E","Cause":"why"}}'],
  ])('places the error by ResultPath %j', (resultPath, output) => {
    const catcher = { ErrorEquals: ['E'], Next: 'Done' };
    const definition = machine({
      Catch: [resultPath === undefined ? catcher : { ...catcher, ResultPath: resultPath }],
    });

    const { end } = drive(definition, {
      input: { a: 1 },
      answer: () => ({ error: 'E', cause: 'why' }),
    });

    expect(end?.output).toBe(output);
  });

  it('hands on nulls for a failure that was reported without error and cause', () => {
    const definition = machine({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] });

    const { end } = drive(definition, { answer: () => ({}) });

    expect(end?.output).toBe('{"Error":null,"Cause":null}');
  });

  it('never catches States.Runtime, nor retries it', () => {
    const definition = machine({
      Parameters: { 'x.$': '$.nope' },
      Retry: [{ ErrorEquals: ['States.ALL'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'First' }],
    });

    const { types, end } = drive(definition);

    expect(types).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'T' (entered at the event id #2). The JSONPath '$.nope' specified for the field 'x.$' could not be found in the input '{}'",
    });
  });

  it('catches a result that does not fit the input, without an event of its own', () => {
    const definition = machine({
      ResultPath: '$.a.b',
      Catch: [{ ErrorEquals: ['States.ResultPathMatchFailure'], Next: 'First' }],
    });

    const { types, end } = drive(definition, { input: { a: 1 } });

    expect(types.slice(4, 7)).toEqual([
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'PassStateEntered',
    ]);
    expect(end?.output).toBe('"first"');
  });

  it('fails when its own ResultPath does not fit the input', () => {
    const definition = machine({
      Catch: [{ ErrorEquals: ['E'], Next: 'First', ResultPath: '$.a.b' }],
    });

    const { end } = drive(definition, { input: { a: 1 }, answer: () => ({ error: 'E' }) });

    expect(end?.status).toBe('FAILED');
    expect(end?.error).toBe('States.ResultPathMatchFailure');
  });

  it('fails when the caught error makes the data too large, and is not asked again', () => {
    const definition = machine({
      Catch: [
        { ErrorEquals: ['E', 'States.DataLimitExceeded'], Next: 'First', ResultPath: '$.why' },
      ],
    });

    const { end } = drive(definition, {
      input: { a: 'x'.repeat(262_100) },
      answer: () => ({ error: 'E', cause: 'y'.repeat(100) }),
    });

    expect(end?.error).toBe('States.DataLimitExceeded');
  });
});
