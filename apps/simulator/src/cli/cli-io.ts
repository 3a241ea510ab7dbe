import type { Clock } from '@pipelines/core';

/** Where text goes. `isTerminal` is false for files, pipes, CI and `TERM=dumb`. */
export interface TextSink {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/**
 * All that a command may touch of the process that runs it: tests pass their own.
 *
 * `out` carries results only, `err` progress and errors. `env` already holds the `.env` file of
 * `cwd`. `signal` aborts with a {@link StopRequestedError} at SIGINT and SIGTERM.
 */
export interface CliIo {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Largest resident size that this process has had. */
  readonly peakMemoryBytes: () => number;
  /** One line from the person at the terminal; `undefined` where there is nobody to ask. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/** Write `text` and a line end to `sink`. */
export function writeLine(sink: TextSink, text = ''): void {
  sink.write(`${text}\n`);
}
