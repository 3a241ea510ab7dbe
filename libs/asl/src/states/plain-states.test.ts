import { describe, expect, it } from '@jest/globals';
import { drive } from '../../test/drive.ts';

const one = (type: string, fields: object) => ({
  StartAt: 'S',
  States: { S: { Type: type, ...fields } },
});

const CAUSE = "An error occurred while executing the state 'S' (entered at the event id #2). ";

describe('a Pass state', () => {
  it.each([
    [{}, '{"a":{"b":1}}'],
    [{ InputPath: '$.a' }, '{"b":1}'],
    [{ InputPath: null }, '{}'],
    [{ OutputPath: null }, '{}'],
    [{ Result: { 'x.$': '$.a' } }, '{"x.$":"$.a"}'],
    [{ Result: 7, ResultPath: '$.c' }, '{"a":{"b":1},"c":7}'],
    [{ Result: 7, ResultPath: null }, '{"a":{"b":1}}'],
    [{ Parameters: { 'x.$': '$.a.b' } }, '{"x":1}'],
    [{ InputPath: '$.a', ResultPath: '$.a', OutputPath: '$.a.b' }, '1'],
  ])('with %j gives %s', (fields, output) => {
    const { end } = drive(one('Pass', { End: true, ...fields }), { input: { a: { b: 1 } } });

    expect(end?.output).toBe(output);
  });

  it.each([
    [{ InputPath: '$.no' }, "Invalid path '$.no' : No results for path: $['no']"],
    [{ OutputPath: '$.no' }, "Invalid path '$.no' : No results for path: $['no']"],
    [
      { Parameters: { 'x.$': '$.no' } },
      "The JSONPath '$.no' specified for the field 'x.$' could not be found in the input '{}'",
    ],
  ])('fails with %j in the words of AWS', (fields, message) => {
    const { types, end } = drive(one('Pass', { End: true, ...fields }));

    expect(types).toEqual(['ExecutionStarted', 'PassStateEntered', 'ExecutionFailed']);
    expect(end).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: CAUSE + message });
  });

  it('sees the whole context object', () => {
    const { end } = drive(one('Pass', { End: true, InputPath: '$$' }), { input: { a: 1 } });

    expect(JSON.parse(end?.output ?? '')).toEqual({
      Execution: {
        Id: 'arn:aws:states:us-east-1:000000000000:execution:m:e',
        Input: { a: 1 },
        StartTime: '2025-01-20T14:30:00.000Z',
        Name: 'e',
        RoleArn: 'arn:aws:iam::000000000000:role/r',
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:m', Name: 'm' },
      State: { Name: 'S', EnteredTime: '2025-01-20T14:30:00.000Z' },
    });
  });
});

describe('a Succeed state', () => {
  it('ends with its input through both paths', () => {
    const definition = one('Succeed', { InputPath: '$.a', OutputPath: '$.b' });

    const { types, end } = drive(definition, { input: { a: { b: [1] } } });

    expect(types.slice(1, 3)).toEqual(['SucceedStateEntered', 'SucceedStateExited']);
    expect(end).toEqual({ status: 'SUCCEEDED', output: '[1]' });
  });
});

describe('a Choice state', () => {
  const choice = {
    StartAt: 'S',
    States: {
      S: {
        Type: 'Choice',
        InputPath: '$.in',
        OutputPath: '$.n',
        Choices: [
          { Variable: '$.n', NumericGreaterThan: 5, Next: 'Big' },
          { Variable: '$.n', NumericGreaterThan: 1, Next: 'Middle' },
        ],
      },
      Big: { Type: 'Pass', Parameters: { 'big.$': '$' }, End: true },
      Middle: { Type: 'Pass', Parameters: { 'middle.$': '$' }, End: true },
    },
  };

  it.each([
    [9, '{"big":9}'],
    [3, '{"middle":3}'],
  ])('takes the first rule that matches: %i', (n, output) => {
    const { end } = drive(choice, { input: { in: { n } } });

    expect(end?.output).toBe(output);
  });

  it('fails with States.Runtime when nothing matches and there is no Default', () => {
    const { types, end } = drive(choice, { input: { in: { n: 0 } } });

    expect(types.slice(1)).toEqual(['ChoiceStateEntered', 'ExecutionFailed']);
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `${CAUSE}Failed to transition out of the state. The state does not point to a next state.`,
    });
  });
});

describe('a Fail state', () => {
  it.each([
    [{}, {}],
    [{ Error: 'E' }, { error: 'E' }],
    [
      { Error: 'E', Cause: 'C' },
      { error: 'E', cause: 'C' },
    ],
    [
      { ErrorPath: '$.e', CausePath: '$$.Execution.Name' },
      { error: 'from input', cause: 'e' },
    ],
    [{ CausePath: "States.Format('{}!', $.e)" }, { cause: 'from input!' }],
  ])('with %j ends with %j', (fields, expected) => {
    const { types, previousIds, history, end } = drive(one('Fail', fields), {
      input: { e: 'from input' },
    });

    expect(types.slice(1)).toEqual(['FailStateEntered', 'ExecutionFailed']);
    expect(previousIds).toEqual([0, 0, 2]);
    expect(history[2]?.executionFailedEventDetails).toEqual(expected);
    expect(end).toEqual({ status: 'FAILED', ...expected });
  });

  it.each([
    [
      '$.no',
      "The JSONPath '$.no' specified for the field 'ErrorPath' could not be found in the input '{\"n\":1}'",
    ],
    ['$.n', 'The ErrorPath parameter does not reference a string value: $.n == 1'],
  ])('fails at run time when ErrorPath is %s', (path, message) => {
    const { end } = drive(one('Fail', { ErrorPath: path }), { input: { n: 1 } });

    expect(end).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: CAUSE + message });
  });
});
