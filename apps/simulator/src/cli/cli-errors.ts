import { PipelineError } from '@pipelines/core';

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
