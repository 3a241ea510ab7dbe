import type { Clock } from './clock.ts';

/** A clock that moves only when it is told to. Timers run in order of due time, then of creation. */
export interface VirtualClock extends Clock {
  /**
   * Move on by `ms`, running each due timer at its own time; promises that a timer resolves are
   * given the chance to continue, and to set further timers, before the next timer runs.
   */
  advanceBy(ms: number): Promise<void>;
  /** Jump from timer to timer until none is left or `done` settles; returns when idle. */
  runUntil<T>(done: Promise<T>): Promise<T>;
  /** How many timers are waiting. */
  pendingTimers(): number;
}

interface Timer {
  readonly dueAtMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Make a virtual clock for tests, replays and the conformance run: hours of retries pass in
 * milliseconds, and the same inputs give the same timestamps.
 *
 * @param startMs - epoch milliseconds that `now()` returns at first
 */
export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  let created = 0;
  const timers = new Set<Timer>();

  const runNext = async (limitMs: number): Promise<boolean> => {
    const next = earliest(timers);
    if (!next || next.dueAtMs > limitMs) return false;
    timers.delete(next);
    nowMs = Math.max(nowMs, next.dueAtMs);
    next.callback();
    await settle();
    return true;
  };

  return {
    now: () => nowMs,
    setTimer(dueAtMs, callback) {
      const timer = { dueAtMs, order: created++, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advanceBy(ms) {
      const limitMs = nowMs + ms;
      await settle();
      while (await runNext(limitMs));
      nowMs = limitMs;
    },
    async runUntil(done) {
      let settled = false;
      const mark = (): void => {
        settled = true;
      };
      done.then(mark, mark);
      await settle();
      while (!settled) {
        if (!(await runNext(Infinity))) await settle();
      }
      return done;
    },
    pendingTimers: () => timers.size,
  };
}

function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let best: Timer | undefined;
  for (const timer of timers) {
    if (!best || timer.dueAtMs < best.dueAtMs) best = timer;
  }
  return best;
}

/** One turn of the event loop: every promise that is ready has run, and so has ready I/O. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
