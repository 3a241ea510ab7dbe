/** Time as an argument: the real clock in production, a virtual one in tests and replays. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Call `callback` once, at `dueAtMs` or as soon after it as possible.
   *
   * @returns a function that cancels the timer; calling it late or twice does nothing
   */
  setTimer(dueAtMs: number, callback: () => void): () => void;
}

/** setTimeout counts in a signed 32-bit integer and fires at once beyond it. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The machine's clock. Timers of any length are kept: longer ones are set again in pieces of
 * 24.8 days, where a bare `setTimeout` would fire at once.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(dueAtMs, callback) {
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const remainingMs = Math.max(0, dueAtMs - Date.now());
      const isLastPiece = remainingMs <= LONGEST_TIMEOUT_MS;
      handle = setTimeout(isLastPiece ? callback : arm, Math.min(remainingMs, LONGEST_TIMEOUT_MS));
    };
    arm();
    return () => clearTimeout(handle);
  },
};

/**
 * Wait until `dueAtMs` on `clock`.
 *
 * @param dueAtMs - epoch milliseconds; a time in the past resolves on the next tick of the clock
 * @param signal - rejects the wait with the signal's reason and drops the timer
 */
export function waitUntil(dueAtMs: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = clock.setTimer(dueAtMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
