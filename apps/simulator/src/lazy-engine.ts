import { PipelineError } from '@pipelines/core';

/** An engine of a data folder, started when it is first needed. */
export interface LazyEngine<Engine> {
  /** Every call gives the same engine; after a failed start the next call tries again. */
  open(): Promise<Engine>;
  /** Stop the engine, or the attempt to start it. No engine starts afterwards. */
  stop(): Promise<void>;
}

/** Nothing happens before `open`. @param start - is to give up when the signal aborts */
export function createLazyEngine<Engine extends { stop(): Promise<void> }>(
  start: (signal: AbortSignal) => Promise<Engine>,
): LazyEngine<Engine> {
  const stopping = new AbortController();
  let opening: Promise<Engine> | undefined;
  return {
    open() {
      stopping.signal.throwIfAborted();
      opening ??= start(stopping.signal).catch((error: unknown) => {
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
