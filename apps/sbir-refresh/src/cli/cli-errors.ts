import { PipelineError } from '@pipelines/core';

/** The command line is wrong. The message says which part. */
export class UsageError extends PipelineError {
  static {
    UsageError.prototype.name = 'UsageError';
  }
}

/** The user or the system asked the program to end: no failure of the work. */
export class StopRequestedError extends PipelineError {
  static {
    StopRequestedError.prototype.name = 'StopRequestedError';
  }

  /** 128 and the number of the signal. */
  readonly exitCode: 130 | 143;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Stopped by ${signal}`);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}
