import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock, waitUntil } from './clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

const DAY_MS = 86_400_000;

describe('systemClock', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('keeps a timer of 60 days, which setTimeout alone fires at once', () => {
    jest.useFakeTimers({ now: 0 });
    const fired: number[] = [];

    systemClock.setTimer(60 * DAY_MS, () => fired.push(Date.now()));
    jest.advanceTimersByTime(59 * DAY_MS);
    const before = [...fired];
    jest.advanceTimersByTime(2 * DAY_MS);

    expect(before).toEqual([]);
    expect(fired).toEqual([60 * DAY_MS]);
  });

  it('cancels a long timer that was set again in pieces', () => {
    jest.useFakeTimers({ now: 0 });
    const fired: number[] = [];

    const cancel = systemClock.setTimer(60 * DAY_MS, () => fired.push(1));
    jest.advanceTimersByTime(30 * DAY_MS);
    cancel();
    jest.advanceTimersByTime(60 * DAY_MS);

    expect(fired).toEqual([]);
  });
});

describe('waitUntil', () => {
  it('rejects with the reason of an abort and leaves no timer behind', async () => {
    const clock = createVirtualClock(0);
    const abort = new AbortController();

    const waiting = waitUntil(5_000, clock, abort.signal);
    abort.abort(new Error('stopped by the user'));

    await expect(waiting).rejects.toThrow('stopped by the user');
    expect(clock.pendingTimers()).toBe(0);
  });

  it('refuses to start when the signal is already aborted', async () => {
    const clock = createVirtualClock(0);

    const waiting = waitUntil(1, clock, AbortSignal.abort(new Error('too late')));

    await expect(waiting).rejects.toThrow('too late');
  });
});
