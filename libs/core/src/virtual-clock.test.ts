import { describe, expect, it } from '@jest/globals';
import { waitUntil } from './clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

describe('createVirtualClock', () => {
  it('runs timers in order of due time, then of creation', async () => {
    const clock = createVirtualClock(1_000);
    const seen: string[] = [];
    clock.setTimer(3_000, () => seen.push(`late@${clock.now()}`));
    clock.setTimer(2_000, () => seen.push(`first@${clock.now()}`));
    clock.setTimer(2_000, () => seen.push(`second@${clock.now()}`));

    await clock.advanceBy(5_000);

    expect(seen).toEqual(['first@2000', 'second@2000', 'late@3000']);
    expect(clock.now()).toBe(6_000);
  });

  it('leaves a timer alone that is due later', async () => {
    const clock = createVirtualClock(0);
    clock.setTimer(10, () => undefined);

    await clock.advanceBy(9);

    expect(clock.pendingTimers()).toBe(1);
  });

  it('runs a chain of waits to its end without real time', async () => {
    const clock = createVirtualClock(0);
    const chain = (async () => {
      await waitUntil(clock.now() + 3_600_000, clock);
      await waitUntil(clock.now() + 3_600_000, clock);
      return clock.now();
    })();

    await expect(clock.runUntil(chain)).resolves.toBe(7_200_000);
  });

  it('hands on the failure of what it waits for', async () => {
    const clock = createVirtualClock(0);

    await expect(clock.runUntil(Promise.reject(new Error('boom')))).rejects.toThrow('boom');
  });
});
