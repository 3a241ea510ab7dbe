import type { Clock } from '@pipelines/core';

/** The timers of one execution, by the id that the interpreter gave them. */
export interface Timers {
  set(timerId: string, dueAtMs: number): void;
  cancel(timerId: string): void;
  cancelAll(): void;
}

/**
 * Keep timers on a clock.
 *
 * @param onFired - told the time that the timer was due, so that a wait of 5 s lasts 5 s in the
 *   history although the machine's timers are a little late
 */
export function createTimers(
  clock: Clock,
  onFired: (timerId: string, dueAtMs: number) => void,
): Timers {
  const cancelById = new Map<string, () => void>();
  return {
    set(timerId, dueAtMs) {
      const cancel = clock.setTimer(dueAtMs, () => {
        cancelById.delete(timerId);
        onFired(timerId, dueAtMs);
      });
      cancelById.set(timerId, cancel);
    },
    cancel(timerId) {
      cancelById.get(timerId)?.();
      cancelById.delete(timerId);
    },
    cancelAll() {
      for (const cancel of cancelById.values()) cancel();
      cancelById.clear();
    },
  };
}
