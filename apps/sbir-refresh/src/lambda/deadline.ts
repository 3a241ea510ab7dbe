import type { Clock } from '@pipelines/core';
import type { Invocation } from '@pipelines/lambda-kit';
import { TaskTimeoutError } from '../errors/task-timeout-error.ts';

/** Left before the runtime's end: to say why, and to hand out a cursor. */
const RESERVE_MS = 60_000;

/**
 * When a step must end: 60 s before the runtime kills it, which is after 840 of Lambda's 900 s, and
 * later in a container; of a runtime that has less than two minutes left, half of them.
 *
 * @returns epoch ms
 * Source: sbir-contracts.md 2.1
 */
export function deadlineOf(clock: Clock, invocation: Invocation): number {
  const remainingMs = invocation.getRemainingTimeInMillis();
  return clock.now() + Math.max(remainingMs - RESERVE_MS, remainingMs / 2);
}

/**
 * Wait for a step, but not past its deadline. The step itself is not stopped: its Lambda is frozen
 * with it, and each step is safe to run again.
 *
 * @throws {TaskTimeoutError}
 */
export async function withDeadline<Result>(
  running: Promise<Result>,
  deadlineMs: number,
  clock: Clock,
): Promise<Result> {
  const startMs = clock.now();
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = clock.setTimer(deadlineMs, () => {
      const seconds = Math.round((deadlineMs - startMs) / 1_000);
      reject(new TaskTimeoutError(`The step did not end within ${seconds} s`));
    });
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    cancel();
  }
}
