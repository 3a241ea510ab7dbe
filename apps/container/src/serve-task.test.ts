import { describe, expect, it } from '@jest/globals';
import { createVirtualClock, type Json } from '@pipelines/core';
import { createLogger } from '@pipelines/lambda-kit';
import type { Failure } from './failure.ts';
import type { Handler } from './load-handler.ts';
import { serveTask, type Outcome } from './serve-task.ts';

interface Served {
  readonly outcome: Outcome;
  readonly told: readonly Json[];
  readonly lines: readonly string[];
  readonly endMs: number;
  readonly pendingTimers: number;
}

/** Serve a task of an hour with a sign of life each minute; `beats` says what becomes of them. */
async function serve(
  handlerOf: (sleep: (seconds: number) => Promise<void>) => Handler,
  beats: (count: number) => boolean = () => true,
): Promise<Served> {
  const clock = createVirtualClock(0);
  const told: Json[] = [];
  const lines: string[] = [];
  const log = createLogger({
    service: 'container',
    level: 'INFO',
    clock,
    writeLine: (line) => void lines.push(line),
  });
  const sleep = (seconds: number): Promise<void> =>
    new Promise((resolve) => void clock.setTimer(clock.now() + seconds * 1_000, resolve));
  let count = 0;
  const serving = serveTask(
    { event: {}, requestId: 'one', timeoutSeconds: 3_600, heartbeatSeconds: 60 },
    {
      clock,
      log,
      loadHandler: async () => handlerOf(sleep),
      interrupted: new Promise<Failure>(() => undefined),
      callback: {
        succeed: async (answer) => told.push(answer) > 0,
        fail: async ({ error }) => told.push(error) > 0,
        beat: async () => {
          count += 1;
          return beats(count);
        },
      },
    },
  );
  const outcome = await clock.runUntil(serving);
  return {
    outcome,
    told: [...told, { beats: count }],
    lines,
    endMs: clock.now(),
    pendingTimers: clock.pendingTimers(),
  };
}

describe('serveTask', () => {
  it('gives a sign of life before and each minute while the function works', async () => {
    const { outcome, told, pendingTimers } = await serve((sleep) => async () => {
      await sleep(330);
      return 'done';
    });

    expect(outcome).toBe('succeeded');
    expect(told).toEqual(['done', { beats: 6 }]);
    expect(pendingTimers).toBe(0);
  });

  it('lets the function know how much of its hour is left', async () => {
    const { told } = await serve((sleep) => async (_, invocation) => {
      await sleep(600);
      return invocation.getRemainingTimeInMillis();
    });

    expect(told[0]).toBe(3_000_000);
  });

  it('ends a function that takes longer than its hour', async () => {
    const { outcome, told, endMs } = await serve((sleep) => async () => {
      await sleep(3_601);
      return 'late';
    });

    expect(outcome).toBe('failed');
    expect(told).toEqual(['Sandbox.Timedout', { beats: 60 }]);
    expect(endMs).toBe(3_600_000);
  });

  it('stops within a minute when nobody waits any more, and tells nobody', async () => {
    const { outcome, told, endMs } = await serve(
      (sleep) => async () => {
        await sleep(1_000);
        return 'too late';
      },
      (count) => count < 4,
    );

    expect(outcome).toBe('abandoned');
    expect(told).toEqual([{ beats: 4 }]);
    expect(endMs).toBe(180_000);
  });

  it('goes on when one sign of life is lost', async () => {
    const { outcome, told, lines } = await serve(
      (sleep) => async () => {
        await sleep(200);
        return 'done';
      },
      (count) => {
        if (count === 2) throw new Error('socket hang up with a canary');
        return true;
      },
    );

    expect(outcome).toBe('succeeded');
    expect(told).toEqual(['done', { beats: 4 }]);
    expect(lines.join('\n')).toMatch(/could not be told that the function still works/);
    expect(lines.join('\n')).not.toContain('canary');
  });
});
