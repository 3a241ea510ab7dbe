import { StopRequestedError } from './command-line-errors.ts';

/**
 * One Ctrl-C can arrive up to three times: from the terminal, from npm and from the launcher.
 * Only a signal later than this is a second wish, which nobody's clean-up delays.
 */
const SAME_WISH_MS = 500;

/**
 * Turn the first wish to end this process into a signal that aborts with {@link StopRequestedError}.
 *
 * A later wish ends the process at once, with the exit code of its signal. Readers of stdout that
 * close early, such as `head`, and a launcher that has died count as SIGTERM: nobody wants the rest.
 *
 * @param others - signals that count as SIGTERM, too
 */
export function stopOnSignals(others: readonly NodeJS.Signals[] = []): AbortSignal {
  const stop = new AbortController();
  let firstSignalMs: number | undefined;
  const request = (signal: 'SIGINT' | 'SIGTERM'): void => {
    const reason = new StopRequestedError(signal);
    if (firstSignalMs === undefined) {
      firstSignalMs = Date.now();
      stop.abort(reason);
      return;
    }
    if (Date.now() - firstSignalMs > SAME_WISH_MS) process.exit(reason.exitCode);
  };
  process.on('SIGINT', () => request('SIGINT'));
  for (const signal of ['SIGTERM', ...others] as const)
    process.on(signal, () => request('SIGTERM'));
  // Emitted only where the launcher has handed over to this Node.
  process.on('disconnect', () => request('SIGTERM'));
  process.stdout.on('error', () => request('SIGTERM'));
  return stop.signal;
}
