import type { Execution } from '@pipelines/asl-runtime';
import { messageOf } from '@pipelines/core';

/**
 * Wait for the end of an execution; when `signal` aborts, stop it as ABORTED first.
 *
 * Never throws: what happened is in the execution's history.
 *
 * @param execution - just started, on a signal that has not aborted: nothing was awaited since
 */
export async function untilEnded(execution: Execution, signal: AbortSignal): Promise<void> {
  const stop = (): void => execution.stop('Simulator.Stopped', messageOf(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  await execution.done;
  signal.removeEventListener('abort', stop);
}
