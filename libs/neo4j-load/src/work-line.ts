/** Work of which at most so much goes on at the same time. */
export interface WorkLine {
  /** Resolves when there is room for more. @throws the first failure of any work so far */
  room(): Promise<void>;
  /** Begin; a failure comes out of `room` and `end`. */
  begin(work: () => Promise<void>): void;
  /** Resolves when all has come to its end. @throws the first failure */
  end(): Promise<void>;
}

/**
 * A line of work with room for `most` at once.
 *
 * A failure ends nothing: what goes on meanwhile comes to its end, and `end` waits for it.
 *
 * @param most - at least 1
 */
export function createWorkLine(most: number): WorkLine {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const throwFailure = (): void => {
    if (failure) throw failure.error;
  };
  return {
    async room() {
      while (running.size >= most && !failure) await Promise.race(running);
      throwFailure();
    },
    begin(work) {
      const one = work()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(one));
      running.add(one);
    },
    async end() {
      await Promise.all(running);
      throwFailure();
    },
  };
}
