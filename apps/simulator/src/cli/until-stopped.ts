import type { Cloud } from '../cloud.ts';

/**
 * Do what can take minutes, such as the first start of an engine, and give it up at once on Ctrl-C:
 * the cloud is stopped, and with it whatever is fetched or started.
 *
 * @throws the signal's reason once it has aborted, whatever became of the work; else errors of `work`
 */
export async function untilStopped<T>(
  cloud: Pick<Cloud, 'stop'>,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const stop = (): void => void cloud.stop().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }
}
