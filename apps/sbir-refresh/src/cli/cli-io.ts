import type { Clock } from '@pipelines/core';

/**
 * All that a command may touch of the process that runs it: tests pass their own.
 *
 * `out` carries results only, `err` progress and errors; both take whole lines without their end.
 * `signal` aborts with a {@link StopRequestedError} at SIGINT and SIGTERM.
 */
export interface CliIo {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Who this is, for the lock: host and process. */
  readonly owner: string;
}
