/** A limit on how many of something run at once. */
export interface Slots {
  /**
   * Run `work` when a slot is free; waiters take turns in order of arrival.
   *
   * @throws the signal's reason when it fires before the turn comes
   */
  use<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** @param limit - how many pieces of work run at the same time */
export function createSlots(limit: number): Slots {
  let free = limit;
  const waiting = new Set<() => void>();

  const release = (): void => {
    const [next] = waiting;
    if (!next) {
      free += 1;
      return;
    }
    waiting.delete(next);
    next();
  };
  const acquire = async (signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      waiting.delete(resolve);
      reject(signal?.reason as Error);
    };
    waiting.add(resolve);
    signal?.addEventListener('abort', giveUp, { once: true });
    await promise;
    signal?.removeEventListener('abort', giveUp);
  };
  return {
    async use(work, signal) {
      await acquire(signal);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
