import { describe, expect, it } from '@jest/globals';
import { createVirtualClock, type Json } from '@pipelines/core';
import { createLogger } from '@pipelines/lambda-kit';
import type { Failure } from './failure.ts';
import type { Handler } from './load-handler.ts';
import { serveTask, type Outcome } from './serve-task.ts';

interface Served {
  readonly outcome: Outcome;
  readonly told: readonly Json[];
  readonly endMs: number;
  readonly pendingTimers: number;
}

/** Serve a task of an hour. */
async function serve(
  handlerOf: (sleep: (seconds: number) => Promise<void>) => Handler,
): Promise<Served> {
  const clock = createVirtualClock(0);
  const told: Json[] = [];
  const writeLine = (): void => undefined;
  const log = createLogger({ service: 'container', level: 'INFO', clock, writeLine });
  const sleep = (seconds: number): Promise<void> =>
    new Promise((resolve) => void clock.setTimer(clock.now() + seconds * 1_000, resolve));
  const serving = serveTask(
    { event: {}, requestId: 'one', timeoutSeconds: 3_600 },
    {
      clock,
      log,
      loadHandler: async () => handlerOf(sleep),
      interrupted: new Promise<Failure>(() => undefined),
      answers: {
        succeed: async (answer) => void told.push(answer),
        fail: async ({ error }) => void told.push(error),
      },
    },
  );
  const outcome = await clock.runUntil(serving);
  return { outcome, told, endMs: clock.now(), pendingTimers: clock.pendingTimers() };
}

describe('serveTask', () => {
  it('ends with the function, and leaves no timer behind', async () => {
    const { outcome, told, endMs, pendingTimers } = await serve((sleep) => async () => {
      await sleep(330);
      return 'done';
    });

    expect(outcome).toBe('succeeded');
    expect(told).toEqual(['done']);
    expect(endMs).toBe(330_000);
    expect(pendingTimers).toBe(0);
  });

  it('lets the function know how much of its hour is left', async () => {
    const { told } = await serve((sleep) => async (_, invocation) => {
      await sleep(600);
      return invocation.getRemainingTimeInMillis();
    });

    expect(told).toEqual([3_000_000]);
  });

  it('ends a function that takes longer than its hour', async () => {
    const { outcome, told, endMs } = await serve((sleep) => async () => {
      await sleep(3_601);
      return 'late';
    });

    expect(outcome).toBe('failed');
    expect(told).toEqual(['Sandbox.Timedout']);
    expect(endMs).toBe(3_600_000);
  });
});
