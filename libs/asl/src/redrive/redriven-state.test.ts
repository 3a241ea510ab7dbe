import { describe, expect, it } from '@jest/globals';
import { drive, START_MS } from '../../test/drive.ts';
import { fail, parallel, passNamed, task, wait } from '../../test/machines.ts';
import { redrive } from '../../test/redrive.ts';

const failing = { answer: () => ({ error: 'Broken', cause: 'why' }) };
const working = { answer: () => ({ output: 'good' }) };

describe('a redriven execution', () => {
  it('runs the failed task again, and its history goes on', () => {
    const definition = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Result: 1, Next: 'B' }, ...task('B').States },
    };

    const { before, end, history, types } = redrive(definition, failing, working);

    expect(before.end).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(end).toEqual({ status: 'SUCCEEDED', output: '"good"' });
    expect(types).toEqual([
      'ExecutionRedriven',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(history[8]).toEqual({
      id: 9,
      previousEventId: 8,
      type: 'ExecutionRedriven',
      timestampMs: START_MS + 1_000,
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
    expect(history[9]).toMatchObject({
      previousEventId: 9,
      lambdaFunctionScheduledEventDetails: { input: '1' },
    });
    expect(history.map(({ id }) => id)).toEqual(history.map((_, at) => at + 1));
  });

  it('has its retries again', () => {
    const retry = { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] };

    const { before, calls, end } = redrive(task('A', retry), failing);

    expect(before.calls).toHaveLength(3);
    expect(calls.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
    expect(end?.status).toBe('FAILED');
  });

  it('has its whole time limit again', () => {
    const definition = { ...task('A'), TimeoutSeconds: 60 };

    const { before, end, nowMs } = redrive(definition, { answer: () => 'silence' });

    expect(before.end?.status).toBe('TIMED_OUT');
    expect(end?.status).toBe('TIMED_OUT');
    expect(nowMs).toBe(START_MS + 121_000);
  });

  it('shows how often and when it was redriven in its context', () => {
    const definition = task('A', { Parameters: { 'e.$': '$$.Execution' } });

    const { before, calls, history } = redrive(definition, failing);
    const again = drive(definition, { ...working, past: history });

    expect(before.calls[0]?.payload).toMatchObject({ e: { RedriveCount: 0 } });
    expect(before.calls[0]?.payload).not.toHaveProperty('e.RedriveTime');
    expect(calls[0]?.payload).toMatchObject({
      e: {
        StartTime: '2025-01-20T14:30:00.000Z',
        RedriveCount: 1,
        RedriveTime: '2025-01-20T14:30:01.000Z',
      },
    });
    expect(again.calls[0]?.payload).toMatchObject({ e: { RedriveCount: 2 } });
    expect(again.end?.status).toBe('SUCCEEDED');
  });

  it('still has its variables, also inside a Parallel', () => {
    const use = task('U', { Parameters: { 'x.$': '$x', 'y.$': '$y' } });
    const inner = {
      StartAt: 'In',
      States: { In: { Type: 'Pass', Assign: { y: 2 }, Next: 'U' }, ...use.States },
    };
    const definition = {
      StartAt: 'Out',
      States: { Out: { Type: 'Pass', Assign: { x: [1] }, Next: 'P' }, ...parallel([inner]).States },
    };

    const { calls } = redrive(definition, failing, working);

    expect(calls.map(({ payload }) => payload)).toEqual([{ x: [1], y: 2 }]);
  });

  it('enters a Fail state again and fails again', () => {
    const { end, types } = redrive(fail, {});

    expect(types).toEqual(['ExecutionRedriven', 'FailStateEntered', 'ExecutionFailed']);
    expect(end).toMatchObject({ status: 'FAILED', error: 'Boom' });
  });

  it('that was stopped goes on inside a Wait, which waits its whole time again', () => {
    const stop = { type: 'stop', nowMs: START_MS + 5_000 } as const;

    const { end, nowMs, types } = redrive(wait(60), { events: [stop] });

    expect(types).toEqual(['ExecutionRedriven', 'WaitStateExited', 'ExecutionSucceeded']);
    expect(end?.status).toBe('SUCCEEDED');
    expect(nowMs).toBe(START_MS + 66_000);
  });

  it('that was stopped before its first state starts there', () => {
    const [started] = drive(passNamed('A')).history;
    const aborted = { id: 2, previousEventId: 0, type: 'ExecutionAborted', timestampMs: START_MS };
    const past = started ? [started, aborted] : [];

    const { end, types } = drive(passNamed('A'), { past });

    expect(types.slice(2)).toEqual([
      'ExecutionRedriven',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(end?.status).toBe('SUCCEEDED');
  });

  it.each([
    ['a Pass', { Type: 'Pass', Next: 'B' }, ['TaskStateEntered', 'LambdaFunctionScheduled']],
    [
      'a Choice, whose rules are evaluated again',
      { Type: 'Choice', Choices: [], Default: 'B' },
      ['ChoiceStateExited', 'TaskStateEntered', 'LambdaFunctionScheduled'],
    ],
  ])('that was stopped between two states goes on after %s', (_, first, types) => {
    const choices = [{ Variable: '$.no', IsPresent: true, Next: 'B' }];
    const state = 'Choices' in first ? { ...first, Choices: choices } : first;
    const definition = { StartAt: 'A', States: { A: state, ...task('B').States } };
    const all = drive(definition).history;
    const aborted = { id: 4, previousEventId: 0, type: 'ExecutionAborted', timestampMs: START_MS };

    const after = drive(definition, { past: [...all.slice(0, 3), aborted] });

    expect(after.types.slice(5, 5 + types.length)).toEqual(types);
    expect(after.end?.status).toBe('SUCCEEDED');
  });
});
