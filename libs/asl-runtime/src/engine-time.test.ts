import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { echo, keeping, LAMBDA, never, start, START_MS, task } from '../test/start-machine.ts';
import { TaskFailure, type TaskRequest } from './index.ts';

describe('time in an engine', () => {
  it('retries a failing task after 5 s and 10 s, exactly twice', async () => {
    const callTimes: number[] = [];
    const definition = task({
      Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 5, MaxAttempts: 2, BackoffRate: 2 }],
    });
    const { clock, execution } = start(definition, () => {
      callTimes.push(clock.now() - START_MS);
      return Promise.reject(new TaskFailure('Boom', '{"errorType":"Boom"}'));
    });

    const result = await clock.runUntil(execution.done);

    expect(callTimes).toEqual([0, 5_000, 15_000]);
    expect(result).toEqual({
      status: 'FAILED',
      error: 'Boom',
      cause: '{"errorType":"Boom"}',
      startMs: START_MS,
      stopMs: START_MS + 15_000,
    });
  });

  it('aborts the signal of a task whose time is over', async () => {
    const requests: TaskRequest[] = [];
    const { clock, execution } = start(task({ TimeoutSeconds: 5 }), keeping(requests));

    const result = await clock.runUntil(execution.done);

    expect(result).toMatchObject({ error: 'States.Timeout', stopMs: START_MS + 5_000 });
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(requests[0]?.signal.reason).toMatchObject({ name: 'TaskCancelledError' });
  });

  it('aborts tasks and timers on stop', async () => {
    const requests: TaskRequest[] = [];
    const { clock, execution } = start(task({ TimeoutSeconds: 60 }), keeping(requests));

    await clock.advanceBy(1_000);
    execution.stop('Enough', 'by hand');
    const result = await execution.done;
    execution.stop('too late');

    expect(result).toEqual({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'by hand',
      startMs: START_MS,
      stopMs: START_MS + 1_000,
    });
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(clock.pendingTimers()).toBe(0);
    expect(execution.history().at(-1)?.type).toBe('ExecutionAborted');
  });

  it('does not hear a task that answers after the stop', async () => {
    const { promise, resolve } = Promise.withResolvers<Json>();
    const { clock, execution } = start(task(), () => promise);

    await clock.advanceBy(1);
    execution.stop();
    resolve('late');
    await clock.advanceBy(1);

    expect(execution.result()?.status).toBe('ABORTED');
    expect(execution.history().at(-1)?.type).toBe('ExecutionAborted');
  });

  it('aborts the task of a sibling when a branch fails', async () => {
    const requests: TaskRequest[] = [];
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Task', Resource: LAMBDA, End: true } },
    });
    const definition = {
      StartAt: 'P',
      States: { P: { Type: 'Parallel', Branches: [branch('Good'), branch('Bad')], End: true } },
    };
    const { clock, execution } = start(definition, (request) => {
      requests.push(request);
      return request.stateName === 'Bad' ? Promise.reject(new TaskFailure('Boom')) : never();
    });

    const result = await clock.runUntil(execution.done);

    expect(result.error).toBe('Boom');
    expect(requests.map(({ stateName, signal }) => [stateName, signal.aborted])).toEqual([
      ['Good', true],
      ['Bad', false],
    ]);
  });

  it('never runs more items of a Map at once than MaxConcurrency', async () => {
    const definition = {
      StartAt: 'M',
      States: { M: { Type: 'Map', MaxConcurrency: 3, ItemProcessor: task(), End: true } },
    };
    let running = 0;
    let peak = 0;
    const { clock, execution } = start(
      definition,
      async ({ payload }) => {
        peak = Math.max(peak, ++running);
        await new Promise<void>((resolve) => clock.setTimer(clock.now() + 100, resolve));
        running--;
        return payload;
      },
      '[0,1,2,3,4,5,6,7]',
    );

    const result = await clock.runUntil(execution.done);

    expect(peak).toBe(3);
    expect(result.output).toBe('[0,1,2,3,4,5,6,7]');
    expect(result.stopMs).toBe(START_MS + 300);
  });

  it('waits 60 days', async () => {
    const definition = {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 5_184_000, End: true } },
    };
    const { clock, execution } = start(definition, echo);

    const result = await clock.runUntil(execution.done);

    expect(result.stopMs - result.startMs).toBe(5_184_000_000);
  });

  it('ends a machine as TIMED_OUT exactly at its limit', async () => {
    const definition = { ...task(), TimeoutSeconds: 7 };
    const { clock, execution } = start(definition, never);

    const result = await clock.runUntil(execution.done);

    expect(result).toEqual({ status: 'TIMED_OUT', startMs: START_MS, stopMs: START_MS + 7_000 });
  });

  it('runs long machines in shares, and a timer of the machine waits for none of them', async () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Pass',
          Parameters: { 'n.$': 'States.MathAdd($.n, 1)' },
          Next: 'B',
        },
        B: {
          Type: 'Choice',
          Choices: [{ Variable: '$.n', NumericLessThan: 2_000, Next: 'A' }],
          Default: 'C',
        },
        C: { Type: 'Succeed' },
      },
      TimeoutSeconds: 1,
    };
    const { clock, execution } = start(definition, echo, '{"n":0}');

    const result = await clock.runUntil(execution.done);

    expect(result).toMatchObject({ status: 'SUCCEEDED', stopMs: START_MS });
    expect(execution.history()).toHaveLength(8_004);
  });
});
