import type { ConflictReportEvent } from '@pipelines/contracts';
import type { Clock } from '@pipelines/core';
import type { Invocation, Logger } from '@pipelines/lambda-kit';
import type { LoadSecret } from '@pipelines/secrets';
import type { connectDatabase } from '@pipelines/sql-tasks';
import type { Environment } from './settings.ts';

/** All that the actions reach outside themselves. */
export interface Ports {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Takes one line for the function's standard output. */
  readonly writeLine: (line: string) => void;
  readonly loadSecret: LoadSecret;
  readonly connect: typeof connectDatabase;
  /** Reads a text file of the function's package, `sql/conflict-report/tasks/fail_run.sql`. */
  readonly readAsset: (path: string) => Promise<string>;
}

/** One action at work. */
export interface ActionContext<Event extends ConflictReportEvent = ConflictReportEvent> {
  readonly event: Event;
  readonly ports: Ports;
  readonly log: Logger;
  readonly invocation: Invocation;
}
