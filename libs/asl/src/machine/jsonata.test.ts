import { describe, expect, it } from '@jest/globals';
import { driveJsonata, type DriveOptions } from '../../test/drive.ts';
import { LAMBDA } from '../../test/machines.ts';

const machine = (states: Record<string, object>) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
});
const one = (state: object, options?: DriveOptions) =>
  driveJsonata(machine({ S: { End: true, ...state } }), options);
const CAUSE = "An error occurred while executing the state 'S' (entered at the event id #2). ";

describe('a JSONata state', () => {
  it.each<[object, string]>([
    [{ Type: 'Pass' }, '{"a":1}'],
    [{ Type: 'Pass', Output: '{% $states.input.a %}' }, '1'],
    [
      { Type: 'Pass', Output: { x: ['{% 1 %}', '$.a', { 'y.$': '$' }] } },
      '{"x":[1,"$.a",{"y.$":"$"}]}',
    ],
    [{ Type: 'Pass', Output: '{% $states.context.State.Name %}' }, '"S"'],
    [{ Type: 'Wait', Seconds: '{% 1 + 1 %}', Output: 7 }, '7'],
    [
      {
        Type: 'Map',
        Items: '{% [1, 2] %}',
        ItemSelector: { i: '{% $states.context.Map.Item.Index %}' },
        ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
      },
      '[{"i":0},{"i":1}]',
    ],
    [
      {
        Type: 'Map',
        Items: [1, '{% 2 %}'],
        ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
      },
      '[1,2]',
    ],
  ])('%j gives %s', async (state, output) => {
    const { end } = await one(state, { input: { a: 1 } });

    expect(end).toEqual({ status: 'SUCCEEDED', output });
  });

  it('sends Arguments and hands on Output, which sees input and result', async () => {
    const state = {
      Type: 'Task',
      Resource: LAMBDA,
      Arguments: { n: '{% $states.input.a %}' },
      TimeoutSeconds: '{% 60 %}',
      Output: { sum: '{% $states.input.a + $states.result.b %}' },
    };

    const { calls, end } = await one(state, {
      input: { a: 1 },
      answer: () => ({ output: { b: 2 } }),
    });

    expect(calls).toMatchObject([{ payload: { n: 1 }, timeoutSeconds: 60 }]);
    expect(end?.output).toBe('{"sum":3}');
  });

  it('hands a caught error to Output and Assign of the catcher', async () => {
    const states = {
      S: {
        Type: 'Task',
        Resource: LAMBDA,
        Catch: [
          {
            ErrorEquals: ['States.ALL'],
            Assign: { why: '{% $states.errorOutput.Cause %}' },
            Output: '{% $states.errorOutput.Error %}',
            Next: 'Z',
          },
        ],
        End: true,
      },
      Z: { Type: 'Pass', Output: ['{% $states.input %}', '{% $why %}'], End: true },
    };

    const { end } = await driveJsonata(machine(states), {
      answer: () => ({ error: 'E', cause: 'c' }),
    });

    expect(end?.output).toBe('["E","c"]');
  });

  it('takes the first Condition that holds and looks at none behind it', async () => {
    const states = {
      S: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% false %}', Next: 'A' },
          { Condition: '{% $states.input.a = 1 %}', Output: 'b', Assign: { v: 1 }, Next: 'B' },
          { Condition: '{% $never %}', Next: 'A' },
        ],
        Default: 'A',
        Output: 'default',
      },
      A: { Type: 'Fail' },
      B: { Type: 'Pass', Output: '{% $states.input & $string($v) %}', End: true },
    };

    const { end } = await driveJsonata(machine(states), { input: { a: 1 } });

    expect(end?.output).toBe('"b1"');
  });

  it.each<[object, string, string]>([
    [
      { Type: 'Pass', Output: { r: '{% $no %}' } },
      'Output/r',
      "The JSONata expression '$no' specified for the field 'Output/r' returned nothing (undefined).",
    ],
    [
      { Type: 'Pass', Assign: { r: ['{% $no %}'] } },
      'Assign/r[0]',
      "The JSONata expression '$no' specified for the field 'Assign/r[0]' returned nothing (undefined).",
    ],
    [
      {
        Type: 'Map',
        Items: "{% 'text' %}",
        ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
      },
      'Items',
      "The JSONata expression ''text'' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: \"text\"",
    ],
    [
      { Type: 'Wait', Seconds: "{% 'text' %}" },
      'Seconds',
      "The JSONata expression ''text'' specified for the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: \"text\"",
    ],
  ])('%j fails with EvaluationFailed at %s', async (state, location, message) => {
    const { end, history } = await one(state);
    const failed = history.find(({ type }) => type === 'EvaluationFailed');

    expect(failed).toMatchObject({
      id: 3,
      previousEventId: 0,
      evaluationFailedEventDetails: { location, state: 'S', error: 'States.QueryEvaluationError' },
    });
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: CAUSE + message,
    });
  });

  it('needs an array as the input of a Map without Items', async () => {
    const processor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };

    const { end } = await one({ Type: 'Map', ItemProcessor: processor }, { input: 'x' });

    expect(end?.cause).toBe(`${CAUSE}Map state input must be an array but was: "x"`);
  });

  it('fails a Timestamp that is no time after the state was entered', async () => {
    const { end, history } = await one({ Type: 'Wait', Timestamp: "{% 'soon' %}" });

    expect(history[2]).toMatchObject({ type: 'EvaluationFailed', previousEventId: 2 });
    expect(end?.cause).toBe(
      `${CAUSE}The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: soon`,
    );
  });

  it('lets Retry and Catch handle a failed expression', async () => {
    const states = {
      S: {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: '{% $no %}',
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Z' }],
        End: true,
      },
      Z: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    };

    const { end } = await driveJsonata(machine(states));

    expect(end?.output).toBe('"States.QueryEvaluationError"');
  });

  it('evaluates Error and Cause of a Fail', async () => {
    const fail = { Type: 'Fail', Error: '{% "E" & "1" %}', Cause: '{% $string($states.input) %}' };

    const { end } = await driveJsonata(machine({ S: fail }), { input: { a: 1 } });

    expect(end).toEqual({ status: 'FAILED', error: 'E1', cause: '{"a":1}' });
  });
});

describe('step with JSONata', () => {
  const branches = ['A', 'B'].map((name) => ({
    StartAt: name,
    States: { [name]: { Type: 'Pass', Output: `{% '${name}' %}`, End: true } },
  }));
  const parallel = machine({ P: { Type: 'Parallel', Branches: branches, End: true } });

  it('notes what happens while it waits for values, and does it afterwards', async () => {
    const nowMs = 1_737_383_400_000;

    const { end, history } = await driveJsonata(parallel, {
      events: [{ type: 'stop', error: 'Stopped', nowMs }],
    });

    expect(end).toEqual({ status: 'ABORTED', error: 'Stopped' });
    expect(history.map(({ id }) => id)).toEqual(history.map((_, i) => i + 1));
  });

  it('gives the same history as the same machine without expressions', async () => {
    const plain = {
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: ['A', 'B'].map((name) => ({
            StartAt: name,
            States: { [name]: { Type: 'Pass', Result: name, End: true } },
          })),
          End: true,
        },
      },
    };

    const [left, right] = [await driveJsonata(parallel), await driveJsonata(plain)];

    expect(left.history).toEqual(right.history);
  });
});
