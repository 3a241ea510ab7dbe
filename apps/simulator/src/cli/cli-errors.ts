import { PipelineError } from '@pipelines/core';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** The command line is wrong. The message says which part and, where it can, what was meant. */
export class UsageError extends PipelineError {
  static {
    UsageError.prototype.name = 'UsageError';
  }
}

/** A command refuses to work in this environment: someone has to change a setting first. */
export class ConfigurationRefusedError extends PipelineError {
  static {
    ConfigurationRefusedError.prototype.name = 'ConfigurationRefusedError';
  }
}

/** A Lambda that is configured well did not do what it was asked; the message is its own. */
export class FunctionRefusedError extends PipelineError {
  static {
    FunctionRefusedError.prototype.name = 'FunctionRefusedError';
  }
}

/** Another process holds what this command needs for itself; trying again later can work. */
export class DataLockedError extends PipelineError {
  static {
    DataLockedError.prototype.name = 'DataLockedError';
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
