import { PipelineError } from '@pipelines/core';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** The command line is wrong. The message says which part and, where it can, what was meant. */
export class UsageError extends PipelineError {
  static {
    UsageError.prototype.name = 'UsageError';
  }
}

/** The user or the system asked the program to end. Not a failure of the work it was doing. */
export class StopRequestedError extends PipelineError {
  static {
    StopRequestedError.prototype.name = 'StopRequestedError';
  }

  readonly exitCode: ExitCode;

  constructor(signalName: 'SIGINT' | 'SIGTERM') {
    super(`Stopped by ${signalName}`);
    this.exitCode = signalName === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
}
