import { describe, expect, it } from '@jest/globals';
import { drive, driveJsonata, type DriveOptions } from '../../test/drive.ts';
import { map, parallel, passNamed, task } from '../../test/machines.ts';
import { failingAt, redrive } from '../../test/redrive.ts';

describe('a redriven Parallel', () => {
  it('runs only the branches again that failed or were aborted', () => {
    const long = { StartAt: 'L', States: { L: { Type: 'Wait', Seconds: 60, End: true } } };
    const definition = parallel([task('Good'), task('Bad'), long]);
    const first: DriveOptions = {
      answer: ({ stateName }) =>
        stateName === 'Bad' ? { error: 'E', afterMs: 5_000 } : { output: stateName },
    };

    const { before, calls, end, types } = redrive(definition, first, failingAt());

    expect(before.end?.status).toBe('FAILED');
    expect(calls.map(({ stateName }) => stateName)).toEqual(['Bad']);
    expect(types).not.toContain('ParallelStateStarted');
    expect(end?.output).toBe('["Good","Bad",{}]');
  });

  it('inside another, and inside a Map, keeps what succeeded', () => {
    const inner = parallel([task('A'), parallel([task('B'), task('C')], {}, 'P3')], {}, 'P2');
    const definition = parallel([map(inner), task('D')], {}, 'P1');

    const { calls, end } = redrive(
      definition,
      { input: [1, 2], ...failingAt('C') },
      { ...failingAt() },
    );

    expect(calls.map(({ stateName }) => stateName)).toEqual(['C', 'C']);
    expect(end?.output).toBe('[[["A",["B","C"]],["A",["B","C"]]],"D"]');
  });

  it('can be redriven again and again', () => {
    const definition = parallel([task('A'), task('B'), task('C')]);
    const first = redrive(definition, failingAt('A', 'B'), failingAt('B'));

    const second = drive(definition, { ...failingAt(), past: first.history });

    expect(first.calls.map(({ stateName }) => stateName)).toEqual(['A', 'B']);
    expect(first.end?.status).toBe('FAILED');
    expect(second.calls.map(({ stateName }) => stateName)).toEqual(['B']);
    expect(second.end?.output).toBe('["A","B","C"]');
  });

  it('whose results together are too large runs all its branches again', () => {
    const large = { answer: () => ({ output: 'x'.repeat(200_000) }) };
    const definition = parallel([task('A'), task('B')]);

    const { before, calls, end, types } = redrive(definition, large, failingAt());

    expect(before.end).toMatchObject({ error: 'States.DataLimitExceeded' });
    expect(calls).toHaveLength(2);
    expect(types).toContain('ParallelStateStarted');
    expect(end?.output).toBe('["A","B"]');
  });

  it('whose result selector failed does not run its branches again', () => {
    const definition = parallel([task('A')], { ResultSelector: { 'x.$': '$.no' } });

    const { calls, end, types } = redrive(definition, failingAt());

    expect(calls).toEqual([]);
    expect(types).toEqual(['ExecutionRedriven', 'ParallelStateSucceeded', 'ExecutionFailed']);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('that had been retried goes on with its last attempt', () => {
    const retry = { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] };
    const definition = parallel([task('A'), task('B')], retry);

    const { before, calls, end } = redrive(definition, failingAt('B'), failingAt());

    expect(before.calls).toHaveLength(4);
    expect(calls.map(({ stateName }) => stateName)).toEqual(['B']);
    expect(end?.output).toBe('["A","B"]');
  });
});

describe('a redriven Parallel that was retried because one inside it had failed', () => {
  it('goes on with its last attempt', () => {
    const retry = { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] };
    const inner = parallel([task('Bad')], {}, 'Inner');
    const definition = parallel([task('Good'), inner], retry, 'Outer');

    let count = 0;
    const first: DriveOptions = {
      answer: ({ stateName }) =>
        stateName === 'Bad' ? { error: 'E', afterMs: 5 } : { output: ++count },
    };

    const { before, calls, end } = redrive(definition, first, failingAt());

    expect(before.calls).toHaveLength(4);
    expect(calls.map(({ stateName }) => stateName)).toEqual(['Bad']);
    expect(end?.output).toBe('[2,["Bad"]]');
  });
});

describe('a redriven inline Map', () => {
  it('runs failed and aborted iterations again, and starts those that had not begun', () => {
    const definition = map(task('T', { Parameters: { 'item.$': '$$.Map.Item' } }), {
      MaxConcurrency: 2,
    });
    const failOn = (bad: number): DriveOptions => ({
      input: [10, 11, 12, 13, 14],
      answer: ({ payload }) => {
        const { item } = payload as { readonly item: { readonly Value: number } };
        return item.Value === bad ? { error: 'E' } : { output: item.Value, afterMs: item.Value };
      },
    });

    const { before, calls, end, types } = redrive(definition, failOn(12), failOn(0));

    expect(before.end?.status).toBe('FAILED');
    expect(calls.map(({ payload }) => payload)).toEqual([
      { item: { Index: 1, Value: 11 } },
      { item: { Index: 2, Value: 12 } },
      { item: { Index: 3, Value: 13 } },
      { item: { Index: 4, Value: 14 } },
    ]);
    expect(types.filter((type) => type === 'MapIterationStarted')).toHaveLength(2);
    expect(types).not.toContain('MapStateStarted');
    expect(end?.output).toBe('[10,11,12,13,14]');
  });

  it('evaluates its items again in JSONata', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      ...map(task('T', { Arguments: '{% $states.input %}' }), {
        Items: '{% $states.input.list %}',
      }),
    };
    const first: DriveOptions = {
      input: { list: [1, 2] },
      answer: ({ payload }) => (payload === 2 ? { error: 'E', afterMs: 1 } : { output: payload }),
    };
    const { history } = await driveJsonata(definition, first);

    const { calls, end } = await driveJsonata(definition, {
      ...first,
      answer: () => ({ output: 'again' }),
      past: history,
    });

    expect(calls.map(({ payload }) => payload)).toEqual([2]);
    expect(end?.output).toBe('[1,"again"]');
  });
});

describe('a redriven distributed Map', () => {
  const definition = map(
    { ...passNamed('I'), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    { Label: 'L' },
  );
  const mapFails = { input: [1], answerMap: () => ({ error: 'E', cause: 'c' }) };
  const mapWorks = { answerMap: () => ({ output: ['done'] }) };

  it('redrives its Map Run, with a count of its own', () => {
    const { before, end, history, mapRuns, types } = redrive(definition, mapFails, mapFails);
    const again = drive(definition, { input: [1], ...mapWorks, past: history });

    const { mapRunArn } = before.mapRuns[0] ?? { mapRunArn: '' };
    expect(before.mapRuns[0]?.redriveCount).toBe(0);
    expect(types.slice(0, 3)).toEqual(['ExecutionRedriven', 'MapRunRedriven', 'MapRunFailed']);
    expect(end?.status).toBe('FAILED');
    expect(mapRuns).toMatchObject([{ mapRunArn, redriveCount: 1, label: 'L' }]);
    expect(again.mapRuns).toMatchObject([{ mapRunArn, redriveCount: 2 }]);
    expect(again.history.find(({ type }) => type === 'MapRunRedriven')).toMatchObject({
      mapRunRedrivenEventDetails: { mapRunArn, redriveCount: 1 },
    });
    expect(again.end?.output).toBe('["done"]');
  });

  it('whose Map Run had succeeded starts a new one', () => {
    const broken = map(
      { ...passNamed('I'), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      { ResultSelector: { 'x.$': '$.no' } },
    );

    const { mapRuns, types } = redrive(broken, { input: [1], ...mapWorks });

    expect(mapRuns).toMatchObject([{ redriveCount: 0 }]);
    expect(types).toContain('MapRunStarted');
  });
});
