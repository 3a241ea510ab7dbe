import { describe, expect, it } from '@jest/globals';
import { drive } from '../../test/drive.ts';
import { LAMBDA } from '../../test/machines.ts';

const machine = (states: Record<string, object>) => ({
  StartAt: Object.keys(states)[0],
  States: states,
});
const end = { Type: 'Pass', End: true };

describe('variables', () => {
  it('are set by Assign, seen by later states, and shown in the history as JSON text', () => {
    const states = {
      A: {
        Type: 'Pass',
        Assign: { text: 'a', 'n.$': '$.n', list: [1, { 'x.$': '$.n' }] },
        Next: 'B',
      },
      B: { ...end, Parameters: { 't.$': "States.Format('{}-{}', $text, $list[1].x)" } },
    };

    const { end: result, history } = drive(machine(states), { input: { n: 7 } });

    expect(result?.output).toBe('{"t":"a-7"}');
    expect(history[2]?.stateExitedEventDetails).toEqual({
      name: 'A',
      output: '{"n":7}',
      outputDetails: { truncated: false },
      assignedVariables: { text: '"a"', n: '7', list: '[1,{"x":7}]' },
      assignedVariablesDetails: { truncated: false },
    });
  });

  it('stay until they are assigned again', () => {
    const states = {
      A: { Type: 'Pass', Assign: { x: 1, y: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { y: 2 }, Next: 'C' },
      C: { ...end, Parameters: { 'x.$': '$x', 'y.$': '$y' } },
    };

    expect(drive(machine(states)).end?.output).toBe('{"x":1,"y":2}');
  });

  it('keep their old values for every field of the state that assigns them', () => {
    const states = {
      A: { Type: 'Pass', Assign: { x: 42 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: 0, 'y.$': '$x' }, OutputPath: '$x', Next: 'C' },
      C: { ...end, Parameters: { 'in.$': '$', 'x.$': '$x', 'y.$': '$y' } },
    };

    expect(drive(machine(states)).end?.output).toBe('{"in":42,"x":0,"y":42}');
  });

  it('are assigned from the raw result of a task, before ResultSelector', () => {
    const states = {
      A: {
        Type: 'Task',
        Resource: LAMBDA,
        ResultSelector: { 'only.$': '$.b' },
        Assign: { 'got.$': '$.a' },
        Next: 'B',
      },
      B: { ...end, Parameters: { 'got.$': '$got', 'in.$': '$' } },
    };

    const { end: result } = drive(machine(states), { answer: () => ({ output: { a: 1, b: 2 } }) });

    expect(result?.output).toBe('{"got":1,"in":{"only":2}}');
  });

  it('are assigned by a catcher from the error', () => {
    const states = {
      A: {
        Type: 'Task',
        Resource: LAMBDA,
        Assign: { e: 'not this' },
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { 'e.$': '$.Error' }, Next: 'B' }],
        Next: 'B',
      },
      B: { ...end, InputPath: '$e' },
    };

    expect(drive(machine(states), { answer: () => ({ error: 'E' }) }).end?.output).toBe('"E"');
  });

  it('are assigned by the rule of a Choice that matches, else by the state', () => {
    const choice = {
      Type: 'Choice',
      Choices: [{ Variable: '$.a', IsPresent: true, Assign: { 'v.$': '$.a' }, Next: 'B' }],
      Default: 'B',
      Assign: { v: 'default' },
    };
    const states = { A: choice, B: { ...end, InputPath: '$v' } };

    expect(drive(machine(states), { input: { a: 'rule' } }).end?.output).toBe('"rule"');
    expect(drive(machine(states)).end?.output).toBe('"default"');
  });

  it.each<[string, (inner: object) => object]>([
    ['Parallel', (inner) => ({ Type: 'Parallel', Branches: [inner] })],
    ['Map', (inner) => ({ Type: 'Map', ItemsPath: '$items', ItemProcessor: inner })],
  ])('are seen inside a %s, and what is set inside stays there', (_, state) => {
    const inner = machine({
      I: { Type: 'Pass', Assign: { 'inner.$': '$x' }, Next: 'J' },
      J: { ...end, Parameters: { 'inner.$': '$inner' } },
    });
    const states = {
      A: { Type: 'Pass', Assign: { x: 1, items: [0] }, Next: 'B' },
      B: { ...state(inner), Next: 'C' },
      C: { ...end, Parameters: { 'in.$': '$', 'inner.$': '$inner' } },
    };

    const { end: result, history } = drive(machine(states));

    expect(history.find(({ type }) => /^(Parallel|Map)StateExited$/.test(type))).toMatchObject({
      stateExitedEventDetails: { output: '[{"inner":1}]' },
    });
    expect(result?.error).toBe('States.Runtime');
  });

  it('may not need more than 262 144 bytes in one state', () => {
    const states = {
      A: { ...end, Assign: { 'x.$': '$.text', 'y.$': '$.text' }, OutputPath: null },
    };
    const runWith = (length: number) =>
      drive(machine(states), { input: { text: 'x'.repeat(length) } }).end;

    expect(runWith(131_000)?.status).toBe('SUCCEEDED');
    expect(runWith(131_072)?.error).toBe('States.DataLimitExceeded');
  });

  it('of all lines together may need 10 MiB, and not more', () => {
    const text = 'x'.repeat(261_000);
    const setsAgain = machine({
      A: { Type: 'Pass', Assign: { 'n.$': 'States.MathAdd($n, 1)', 'x.$': '$.text' }, Next: 'B' },
      B: {
        Type: 'Choice',
        Choices: [{ Variable: '$n', NumericLessThan: 100, Next: 'A' }],
        Default: 'End',
      },
      End: end,
    });
    const first = { Type: 'Pass', Assign: { n: 0 }, Next: 'A' };
    const again = machine({ First: first, ...setsAgain.States });
    // Forty iterations run at once, and each holds its variable.
    const holdAtOnce = (outer: object) => {
      const processor = machine({
        Set: { Type: 'Pass', Assign: { 'x.$': '$.text' }, OutputPath: null, Next: 'Hold' },
        Hold: { Type: 'Wait', Seconds: 1, End: true },
      });
      const map = { Type: 'Map', ItemsPath: '$.items', ItemProcessor: processor, End: true };
      const selector = { ItemSelector: { 'text.$': '$.text' } };
      const first = { Type: 'Pass', Assign: outer, Next: 'M' };
      const definition = machine({ First: first, M: { ...map, ...selector } });
      return drive(definition, { input: { text, items: Array<number>(50).fill(0) } }).end;
    };

    expect(drive(again, { input: { text } }).end?.status).toBe('SUCCEEDED');
    expect(holdAtOnce({ y: 1 })?.status).toBe('SUCCEEDED');
    expect(holdAtOnce({ 'y.$': '$.text' })).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });
});
