import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openPostgres, type PostgresConnection } from '@pipelines/local-cloud';
import { ConfigurationRefusedError } from '../cli/cli-errors.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';

/**
 * Run `work` on the simulator's own PostgreSQL: a running serve's, else one started for it.
 *
 * A database given by POSTGRES_HOST is refused: what `sql`, `dump` and `seed` read and write are
 * whole rows, SSNs included, which is right on a laptop with generated people and nowhere else.
 * Source: security.md S27 and its last paragraph.
 *
 * @param options - `cleanUpMs`: how long `work`, which watches the signal itself, may still tidy up
 *   after an abort before the engine is stopped; default 0
 * @throws {ConfigurationRefusedError} when POSTGRES_HOST is set
 * @throws {StopRequestedError} as soon as `io.signal` aborts; the engine is stopped then
 */
export async function withOwnEngine<T>(
  io: CliIo,
  options: { readonly dataDir: string; readonly isQuiet: boolean; readonly cleanUpMs?: number },
  work: (connection: PostgresConnection) => Promise<T>,
): Promise<T> {
  assertNoGivenDatabase(io);
  const engine = await openPostgres({
    dataDir: resolve(io.cwd, options.dataDir),
    env: io.env,
    signal: io.signal,
    onProgress(line) {
      if (!options.isQuiet) writeLine(io.err, line);
    },
  });
  const working = work(engine.connection);
  try {
    return await untilStopped(working, io.signal);
  } finally {
    if (options.cleanUpMs !== undefined) await settledWithin(working, options.cleanUpMs);
    await engine.stop();
  }
}

/** @throws {ConfigurationRefusedError} when POSTGRES_HOST names a database that is not ours */
export function assertNoGivenDatabase(io: CliIo): void {
  if (!io.env['POSTGRES_HOST']) return;
  throw new ConfigurationRefusedError(
    'POSTGRES_HOST is set, and this command works only on the simulator’s own database, ' +
      'because it reads or replaces whole rows. Unset POSTGRES_HOST to use it.',
  );
}

async function settledWithin(work: Promise<unknown>, limitMs: number): Promise<void> {
  const limit = setTimeout(limitMs, undefined, { ref: false });
  await Promise.race([work.catch(() => undefined), limit]);
}

/** Settles as `work` does, or rejects with the signal's reason, whichever comes first. */
function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
