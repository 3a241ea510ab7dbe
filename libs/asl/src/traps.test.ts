import { describe, expect, it } from '@jest/globals';
import { findingsOf } from '../test/findings.ts';
import { drive, driveJsonata } from '../test/drive.ts';
import { LAMBDA, map, parallel, pass, passNamed, task, wait } from '../test/machines.ts';

const one = (state: object) => ({ StartAt: 'S', States: { S: { End: true, ...state } } });
const CAUSE = "An error occurred while executing the state 'S' (entered at the event id #2). ";

/** Where local Step Functions have gone wrong in public, each with what AWS does. */
describe('traps of local engines', () => {
  it('1: a handler that throws fails the task with its errorType and the whole payload', () => {
    const cause = '{"errorType":"QuotaError","errorMessage":"no"}';
    const retry = [{ ErrorEquals: ['Lambda.AWSLambdaException'], MaxAttempts: 3 }];

    const { calls, end } = drive(task('T', { Retry: retry }), {
      answer: () => ({ error: 'QuotaError', cause }),
    });

    expect(calls).toHaveLength(1);
    expect(end).toEqual({ status: 'FAILED', error: 'QuotaError', cause });
  });

  it('2 and 3: a path without a result fails, and the cause names state and event', () => {
    const { end } = drive(one({ Type: 'Pass', Parameters: { 'x.$': '$.nope' } }), {
      input: { a: 1 },
    });

    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `${CAUSE}The JSONPath '$.nope' specified for the field 'x.$' could not be found in the input '{"a":1}'`,
    });
  });

  it.each([
    [{ Type: 'Wait', Seconds: 0, InputPath: '$.a', OutputPath: '$.b' }],
    [{ Type: 'Succeed', InputPath: '$.a', OutputPath: '$.b', End: undefined }],
    [{ Type: 'Parallel', InputPath: '$.a', Branches: [pass], OutputPath: '$[0].b' }],
    [
      {
        Type: 'Choice',
        InputPath: '$.a',
        OutputPath: '$.b',
        Choices: [{ Variable: '$.b', NumericEquals: 1, Next: 'Z' }],
        End: undefined,
      },
    ],
  ])('4: InputPath and OutputPath are honoured: %j', (state) => {
    const machine = {
      StartAt: 'S',
      States: { S: { End: true, ...state }, Z: { Type: 'Succeed' } },
    };
    const reachable = state.Type === 'Choice' ? machine : one(state);

    expect(drive(reachable, { input: { a: { b: 1 } } }).end?.output).toBe('1');
  });

  it.each([
    [{ StringMatches: 'a*c' }, 'abc'],
    [{ NumericLessThanEqualsPath: '$.limit' }, 3],
    [{ TimestampGreaterThan: '2025-01-01T00:00:00Z' }, '2025-01-02T00:00:00+01:00'],
    [{ IsString: false }, 7],
    [{ IsTimestamp: true }, '2025-01-01T00:00:00Z'],
  ])('5: the comparators that others leave out hold: %j', (comparison, value) => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.v', ...comparison, Next: 'Z' }] };
    const machine = { StartAt: 'S', States: { S: choice, Z: { Type: 'Succeed' } } };

    expect(drive(machine, { input: { v: value, limit: 3 } }).end?.status).toBe('SUCCEEDED');
  });

  it('6: Timestamp and TimestampPath are waited for', () => {
    const at = '2025-01-20T14:31:00Z';

    expect(drive(one({ Type: 'Wait', Timestamp: at })).timers).toEqual([60_000]);
    expect(drive(one({ Type: 'Wait', TimestampPath: '$.at' }), { input: { at } }).timers).toEqual([
      60_000,
    ]);
  });

  it('7: TimeoutSeconds of the machine ends it as TIMED_OUT, without error and cause', () => {
    const { end, history, nowMs } = drive({ ...wait(3600), TimeoutSeconds: 5 });

    expect(end).toEqual({ status: 'TIMED_OUT' });
    expect(nowMs).toBe(1_737_383_405_000);
    expect(history.at(-1)?.executionTimedOutEventDetails).toEqual({ error: 'States.Timeout' });
  });

  it('8: an endless loop fails with event 25 000', () => {
    const loop = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: {
          Type: 'Choice',
          Choices: [{ Variable: '$.x', IsPresent: true, Next: 'C' }],
          Default: 'A',
        },
        C: { Type: 'Succeed' },
      },
    };

    const { end, history } = drive(loop);

    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(history.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });

  it('9: the events of branches stand in one history without gaps', () => {
    const { history, previousIds } = drive(parallel([wait(1), pass, passNamed('J')]));

    expect(history.map(({ id }) => id)).toEqual(history.map((_, i) => i + 1));
    expect(previousIds.every((previous, i) => previous < i + 1)).toBe(true);
  });

  it('10: events carry the details of their state and task', () => {
    const { history } = drive(task('T'), { input: { a: 1 }, answer: () => ({ output: 2 }) });

    expect(history.slice(1, 5)).toMatchObject([
      { stateEnteredEventDetails: { name: 'T', input: '{"a":1}' } },
      { lambdaFunctionScheduledEventDetails: { resource: LAMBDA, input: '{"a":1}' } },
      { type: 'LambdaFunctionStarted' },
      { lambdaFunctionSucceededEventDetails: { output: '2' } },
    ]);
  });

  it.each([
    [{ Type: 'Pass', Next: 'Z', Catch: [] }, 'Catch'],
    [{ Type: 'Wait', Seconds: 1, Next: 'Z', Retry: [] }, 'Retry'],
    [{ Type: 'Pass', Next: 'Z', TimeoutSeconds: 1 }, 'TimeoutSeconds'],
  ])('11: a field of other states is refused: %j', (state, field) => {
    expect(findingsOf(state)).toEqual([`Field '${field}' is not supported at /States/S`]);
  });

  it('12: Retry has its defaults, and States.Runtime is neither retried nor caught', () => {
    const failing = { answer: () => ({ error: 'E' }) };
    const handlers = {
      Retry: [{ ErrorEquals: ['States.ALL'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }],
    };

    expect(drive(task('T', { Retry: [{ ErrorEquals: ['E'] }] }), failing).timers).toEqual([
      1000, 2000, 4000,
    ]);
    const machine = {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: LAMBDA,
          Parameters: { 'x.$': '$.no' },
          Next: 'Z',
          ...handlers,
        },
        Z: { Type: 'Succeed' },
      },
    };
    expect(drive(machine)).toMatchObject({ timers: [], end: { error: 'States.Runtime' } });
  });

  it('13: a failing item cancels its running siblings and starts no further one', () => {
    const machine = map(task('T'), { MaxConcurrency: 2 });

    const { calls, cancelled } = drive(machine, {
      input: [0, 1, 2],
      answer: ({ payload }) => (payload === 0 ? { error: 'E', afterMs: 1 } : 'silence'),
    });

    expect(calls.map(({ payload }) => payload)).toEqual([0, 1]);
    expect(cancelled).toEqual([calls[1]?.taskId]);
  });

  it('15: Iterator and Parameters of an older Map still run', () => {
    const state = { Type: 'Map', Iterator: pass, Parameters: { 'v.$': '$$.Map.Item.Value' } };

    expect(drive(one(state), { input: [7] }).end?.output).toBe('[{"v":7}]');
  });

  it.each([
    ['$exists($x) ? 1 : 2', '2'],
    ['$count($partition([1, 2, 3], 2))', '2'],
  ])('16: JSONata is that of 2.0.6 with the functions of AWS: %s', async (expression, output) => {
    const state = { Type: 'Pass', QueryLanguage: 'JSONata', Output: `{% ${expression} %}` };

    expect((await driveJsonata(one(state))).end?.output).toBe(output);
  });

  it.each(['$x ?? 1', '$x ?: 1', '$eval("1")'])('16: %s fails as on AWS', async (expression) => {
    const state = { Type: 'Pass', QueryLanguage: 'JSONata', Output: `{% ${expression} %}` };

    expect((await driveJsonata(one(state))).end?.error).toBe('States.QueryEvaluationError');
  });

  it('17: 262 144 bytes are the limit of a result', () => {
    const withResult = (length: number) =>
      drive(task('T'), { answer: () => ({ output: 'x'.repeat(length) }) }).end;

    expect(withResult(262_142)?.status).toBe('SUCCEEDED');
    expect(withResult(262_143)).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: `The state/task '${LAMBDA}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    });
  });

  it('20: Fail takes Error and Cause from paths', () => {
    const fail = { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('{}!', $.c)" };
    const machine = { StartAt: 'S', States: { S: fail } };

    expect(drive(machine, { input: { e: 'E', c: 'why' } }).end).toEqual({
      status: 'FAILED',
      error: 'E',
      cause: 'why!',
    });
  });

  it('21: Choice sees the context, and ResultSelector shapes a result', () => {
    const machine = {
      StartAt: 'T',
      States: {
        T: { Type: 'Task', Resource: LAMBDA, ResultSelector: { 'n.$': '$.a' }, Next: 'C' },
        C: {
          Type: 'Choice',
          Choices: [{ Variable: '$$.State.Name', StringEquals: 'C', Next: 'Z' }],
        },
        Z: { Type: 'Succeed' },
      },
    };

    const { end } = drive(machine, { answer: () => ({ output: { a: 1 } }) });

    expect(end?.output).toBe('{"n":1}');
  });
});
