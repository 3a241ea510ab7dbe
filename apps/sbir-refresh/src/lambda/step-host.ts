import { type Clock, systemClock } from '@pipelines/core';
import { openS3Store, type OpenStore } from '@pipelines/s3-files';

/** All that a step's frame reaches outside itself. */
export interface StepHost {
  /** The live `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Takes one line for the function's standard output. */
  readonly writeLine: (line: string) => void;
  readonly openStore: OpenStore;
  /** A file of this machine that stands in for the source; never in a Lambda. */
  readonly sourceFile?: string;
}

/** The real host: this process, its clock, and S3 as the environment says. */
export function createLambdaHost(): StepHost {
  return {
    environment: process.env,
    clock: systemClock,
    writeLine: (line) => console.log(line),
    openStore: openS3Store,
  };
}
