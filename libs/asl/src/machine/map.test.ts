import { describe, expect, it } from '@jest/globals';
import { drive } from '../../test/drive.ts';
import { fail, map, pass, task } from '../../test/machines.ts';

/** The most iterations that ran at the same time. */
function peakOf(types: readonly string[]): number {
  const count = (type: string, end: number) =>
    types.slice(0, end).filter((one) => one === type).length;
  return Math.max(
    ...types.map((_, i) => count('MapIterationStarted', i) - count('MapIterationSucceeded', i)),
  );
}

describe('a Map state', () => {
  it('writes one Started and Succeeded per item and follows the last of them', () => {
    const { types, previousIds, history } = drive(map(pass, { MaxConcurrency: 1 }), {
      input: [7, 8],
    });

    expect(types.slice(2, -1)).toEqual([
      'MapStateStarted',
      'MapIterationStarted',
      'PassStateEntered',
      'PassStateExited',
      'MapIterationSucceeded',
      'MapIterationStarted',
      'PassStateEntered',
      'PassStateExited',
      'MapIterationSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
    ]);
    expect(previousIds.slice(2)).toEqual([2, 3, 4, 5, 6, 6, 8, 9, 10, 11, 11, 13]);
    expect(history[2]?.mapStateStartedEventDetails).toEqual({ length: 2 });
    expect(history[7]?.mapIterationStartedEventDetails).toEqual({ name: 'M', index: 1 });
  });

  it('ends at once when there are no items', () => {
    const { types, previousIds, end } = drive(map(pass), { input: [] });

    expect(types.slice(2)).toEqual([
      'MapStateStarted',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    expect(previousIds.slice(2)).toEqual([2, 3, 3, 5]);
    expect(end?.output).toBe('[]');
  });

  it.each([
    [{ MaxConcurrency: 3 }, 3],
    [{ MaxConcurrencyPath: '$.most' }, 2],
    [{}, 40],
    [{ MaxConcurrency: 0 }, 40],
    [{ MaxConcurrency: 100 }, 40],
  ])('runs no more items at a time than %j allows', (limits, most) => {
    const definition = map(task('A'), { ItemsPath: '$.items', ...limits });
    const items = Array.from({ length: 60 }, (_, i) => i);

    const { types, end } = drive(definition, {
      input: { items, most: 2 },
      answer: ({ payload }) => ({ output: payload, afterMs: 10 + (Number(payload) % 7) }),
    });

    expect(peakOf(types)).toBe(most);
    expect(JSON.parse(end?.output ?? '')).toEqual(items);
  });

  it('makes each item’s input with ItemSelector, or the older Parameters and Iterator', () => {
    const selector = { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'all.$': '$.n' };
    const fields = { ItemsPath: '$.items' };
    const older = {
      StartAt: 'M',
      States: { M: { Type: 'Map', Iterator: pass, Parameters: selector, End: true, ...fields } },
    };
    const input = { items: ['a', 'b'], n: 2 };

    const now = drive(map(pass, { ...fields, ItemSelector: selector }), { input });
    const then = drive(older, { input });

    const output = '[{"i":0,"v":"a","all":2},{"i":1,"v":"b","all":2}]';
    expect([now.end?.output, then.end?.output]).toEqual([output, output]);
  });

  it('shows its item to the states inside', () => {
    const inside = {
      StartAt: 'I',
      States: { I: { Type: 'Pass', InputPath: '$$.Map.Item', End: true } },
    };

    const { end } = drive(map(inside), { input: ['a'] });

    expect(end?.output).toBe('[{"Index":0,"Value":"a"}]');
  });

  it('aborts the other items, and starts no more, when one fails', () => {
    const definition = map(task('A'), { MaxConcurrency: 2 });
    const answer = ({ payload }: { payload: unknown }) =>
      payload === 1 ? { error: 'Boom', afterMs: 5 } : ('silence' as const);

    const { types, history, calls, cancelled, end } = drive(definition, {
      input: [0, 1, 2],
      answer,
    });

    expect(types.slice(-6)).toEqual([
      'LambdaFunctionFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(history.at(-3)?.mapIterationAbortedEventDetails).toEqual({ name: 'M', index: 0 });
    expect(calls).toHaveLength(2);
    expect(cancelled).toHaveLength(1);
    expect(end?.error).toBe('Boom');
  });

  it('fails after the last event inside the failed item, past its Failed event', () => {
    const { types, previousIds } = drive(map(fail), { input: [1] });

    expect(types.slice(3)).toEqual([
      'MapIterationStarted',
      'FailStateEntered',
      'MapIterationFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(previousIds.slice(3)).toEqual([3, 4, 5, 5, 7]);
  });

  it('goes around a whole retry with a new Started event', () => {
    const definition = map(fail, { Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }] });

    const { types, previousIds } = drive(definition, { input: [1] });

    expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(2);
    expect(previousIds[types.lastIndexOf('MapStateStarted')]).toBe(5);
  });

  it.each([
    [{ ItemsPath: '$.n' }, 'Reference path "$.n" must point to array.'],
    [{ ItemsPath: '$.nope' }, "Invalid path '$.nope' : No results for path: $['nope']"],
    [
      { ItemsPath: '$.items', MaxConcurrencyPath: '$.o' },
      'The MaxConcurrencyPath field refers to value "{}" which is not a valid integer: $.o',
    ],
    [{ ItemsPath: '$.items', MaxConcurrencyPath: '$.minus' }, 'MaxConcurrency cannot be negative.'],
  ])('refuses %j at run time', (fields, message) => {
    const { types, end } = drive(map(pass, fields), {
      input: { n: 1, items: [], o: {}, minus: -1 },
    });

    expect(types).toEqual(['ExecutionStarted', 'MapStateEntered', 'ExecutionFailed']);
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'M' (entered at the event id #2). ${message}`,
    });
  });

  it('ends the execution when ItemSelector fails for a later item', () => {
    const definition = map(task('A'), {
      MaxConcurrency: 1,
      ItemSelector: { 'x.$': '$$.Map.Item.Value.x' },
    });

    const { types, end } = drive(definition, { input: [{ x: 1 }, {}] });

    expect(types.at(-1)).toBe('ExecutionFailed');
    expect(types.at(-2)).toBe('MapIterationStarted');
    expect(end?.error).toBe('States.Runtime');
  });

  it.each([
    [{ ToleratedFailureCount: 1 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 0 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 49 }, 'FAILED'],
    [{ ToleratedFailureCountPath: '$.one', ToleratedFailurePercentage: 49 }, 'FAILED'],
  ])('with %j and one failure of two ends %s', (fields, status) => {
    const definition = map(task('A'), { ItemsPath: '$.items', ...fields });
    const answer = ({ payload }: { payload: unknown }) =>
      payload === 0 ? { error: 'E', cause: 'c' } : { output: 'ok', afterMs: 5 };

    const { end } = drive(definition, { input: { items: [0, 1], one: 1 }, answer });

    expect(end?.status).toBe(status);
    expect(end?.output ?? end?.error).toBe(
      status === 'SUCCEEDED'
        ? '[{"Error":"E","Cause":"c"},"ok"]'
        : 'States.ExceedToleratedFailureThreshold',
    );
  });

  it.each([
    [{ ToleratedFailureCountPath: '$.minus' }, 'ToleratedFailureCount cannot be negative.'],
    [
      { ToleratedFailurePercentagePath: '$.minus' },
      'ToleratedFailurePercentage must be between 0 and 100.',
    ],
    [
      { ToleratedFailurePercentagePath: '$.text' },
      'The ToleratedFailurePercentagePath field refers to value "x" which is not a valid float: $.text',
    ],
  ])('refuses the threshold %j', (fields, message) => {
    const definition = map(pass, { ItemsPath: '$.items', ...fields });

    const { end } = drive(definition, { input: { items: [], minus: -1, text: 'x' } });

    expect(end?.cause).toContain(message);
  });

  it('writes nothing about the other items then', () => {
    const definition = map(task('A'), {
      MaxConcurrency: 2,
      ItemSelector: { 'x.$': '$$.Map.Item.Value.x' },
    });
    const answer = ({ payload }: { payload: unknown }) =>
      JSON.stringify(payload) === '{"x":1}' ? { output: null, afterMs: 1 } : ('silence' as const);

    const { types, cancelled, end } = drive(definition, {
      input: [{ x: 1 }, { x: 2 }, {}],
      answer,
    });

    expect(types.slice(-2)).toEqual(['MapIterationStarted', 'ExecutionFailed']);
    expect(cancelled).toHaveLength(1);
    expect(end?.error).toBe('States.Runtime');
  });

  it('nests', () => {
    const { end } = drive(map(map(pass, {}, 'Inner')), { input: [[1, 2], [3]] });

    expect(end?.output).toBe('[[1,2],[3]]');
  });
});
