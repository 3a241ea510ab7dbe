import { PipelineError } from '@pipelines/core';
import {
  openPostgres,
  type OpenPostgresOptions,
  type PostgresEngine,
} from '@pipelines/local-cloud';

/** The database of a data folder, started when it is first needed. */
export interface LazyPostgres {
  /** Every call gives the same engine; after a failed start the next call tries again. */
  open(): Promise<PostgresEngine>;
  /** Stop the engine, or the attempt to start it. No engine starts afterwards. */
  stop(): Promise<void>;
}

/** Nothing happens before `open`. @param options - as for `openPostgres` */
export function createLazyPostgres(options: Omit<OpenPostgresOptions, 'signal'>): LazyPostgres {
  const stopping = new AbortController();
  let opening: Promise<PostgresEngine> | undefined;
  return {
    open() {
      stopping.signal.throwIfAborted();
      opening ??= openPostgres({ ...options, signal: stopping.signal }).catch((error: unknown) => {
        // Forgotten: Docker may have been started meanwhile.
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async stop() {
      stopping.abort(new PipelineError('The simulator was stopped.'));
      const engine = await opening?.catch(() => undefined);
      await engine?.stop();
    },
  };
}
