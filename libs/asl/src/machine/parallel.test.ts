import { describe, expect, it } from '@jest/globals';
import { drive, START_MS } from '../../test/drive.ts';
import { fail, map, parallel, pass, passNamed, task, wait } from '../../test/machines.ts';

describe('a Parallel state', () => {
  it('runs its branches at once and keeps their results in order', () => {
    const definition = parallel([task('A'), task('B')]);
    const answer = ({ stateName }: { stateName: string }) => ({
      output: stateName,
      afterMs: stateName === 'A' ? 100 : 10,
    });

    const { end, nowMs } = drive(definition, { answer });

    expect(end?.output).toBe('["A","B"]');
    expect(nowMs).toBe(START_MS + 100);
  });

  it('points each branch to the start, and its end to the last branch', () => {
    const { types, previousIds } = drive(parallel([passNamed('A'), passNamed('B')]));

    expect(types).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'PassStateEntered',
      'PassStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
    expect(previousIds).toEqual([0, 0, 2, 3, 4, 3, 6, 7, 7, 9]);
  });

  it('gives each branch its Parameters as input', () => {
    const { end } = drive(
      parallel([passNamed('A'), passNamed('B')], { Parameters: { 'x.$': '$.a' } }),
      {
        input: { a: 1 },
      },
    );

    expect(end?.output).toBe('[{"x":1},{"x":1}]');
  });

  it('aborts the others when a branch fails: tasks, waits, retries, states inside', () => {
    const retrying = task('R', { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 60 }] });
    const branches = [
      task('A'),
      wait(60),
      retrying,
      parallel([task('B')], {}, 'Inner'),
      map(task('C')),
      task('Bad'),
    ];
    const answer = ({ stateName }: { stateName: string }) => {
      if (stateName === 'R') return { error: 'E' };
      return stateName === 'Bad' ? { error: 'Boom', afterMs: 5 } : 'silence';
    };

    const { types, end, cancelled, nowMs, state } = drive(parallel(branches), {
      input: [1],
      answer,
    });

    expect(types.slice(types.lastIndexOf('LambdaFunctionFailed'))).toEqual([
      'LambdaFunctionFailed',
      'TaskStateAborted',
      'TaskStateAborted',
      'WaitStateAborted',
      'TaskStateAborted',
      'TaskStateAborted',
      'ParallelStateAborted',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    expect(cancelled).toHaveLength(3);
    expect(end).toEqual({ status: 'FAILED', error: 'Boom' });
    expect(nowMs).toBe(START_MS + 5);
    expect(state.frames.size).toBe(0);
  });

  it('writes no Aborted event for a branch that has not entered a state', () => {
    const { types, calls } = drive(parallel([fail, task('A')]));

    expect(types.slice(3)).toEqual(['FailStateEntered', 'ParallelStateFailed', 'ExecutionFailed']);
    expect(calls).toEqual([]);
  });

  it('closes the failed Task of a branch, and fails after the branch’s last event', () => {
    const definition = parallel([task('A')]);

    const { types, previousIds } = drive(definition, { answer: () => ({ error: 'E' }) });

    expect(types.slice(3)).toEqual([
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionFailed',
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    expect(previousIds.slice(3)).toEqual([3, 4, 5, 6, 7, 7, 9]);
  });

  it('starts all branches again on a retry, and writes Failed only at the end', () => {
    const definition = parallel([fail], {
      Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1, IntervalSeconds: 3 }],
    });

    const { types, previousIds, timers } = drive(definition);

    expect(types.slice(2)).toEqual([
      'ParallelStateStarted',
      'FailStateEntered',
      'ParallelStateStarted',
      'FailStateEntered',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    expect(previousIds.slice(2)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(timers).toEqual([3_000]);
  });

  it('catches the failure of a branch', () => {
    const caught = {
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [fail],
          Catch: [{ ErrorEquals: ['Boom'], Next: 'H' }],
          End: true,
        },
        H: { Type: 'Pass', End: true },
      },
    };

    const { types, end } = drive(caught);

    expect(types.slice(4, 6)).toEqual(['ParallelStateFailed', 'ParallelStateExited']);
    expect(end?.output).toBe('{"Error":"Boom","Cause":"why"}');
  });

  it('ends the whole execution on a runtime failure inside, whatever it catches', () => {
    const broken = {
      StartAt: 'I',
      States: { I: { Type: 'Pass', Parameters: { 'x.$': '$.nope' }, End: true } },
    };
    const caught = {
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [broken],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'H' }],
          End: true,
        },
        H: { Type: 'Pass', End: true },
      },
    };

    const { types, previousIds, end } = drive(caught);

    expect(types.slice(3)).toEqual(['PassStateEntered', 'ExecutionFailed']);
    expect(previousIds.slice(3)).toEqual([3, 4]);
    expect(end?.cause).toContain("executing the state 'I' (entered at the event id #4)");
  });

  it('fails after its Succeeded event when its own ResultSelector fails', () => {
    const definition = parallel([pass], { ResultSelector: { 'x.$': '$.nope' } });

    const { types, previousIds, end } = drive(definition);

    expect(types.slice(5)).toEqual(['ParallelStateSucceeded', 'ExecutionFailed']);
    expect(previousIds.slice(5)).toEqual([5, 6]);
    expect(end?.cause).toContain("executing the state 'P' (entered at the event id #2)");
  });
});
