import { PipelineError } from '@pipelines/core';

/** The settings cannot work. A retry cannot help: someone must change what the message names. */
export class ConfigValidationError extends PipelineError {
  static {
    ConfigValidationError.prototype.name = 'ConfigValidationError';
  }
}
