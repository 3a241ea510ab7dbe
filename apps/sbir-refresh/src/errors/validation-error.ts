import { PipelineError } from '@pipelines/core';

/** The caller asked for something that cannot be: a bad field, a missing object, an empty file. */
export class ValidationError extends PipelineError {
  static {
    ValidationError.prototype.name = 'ValidationError';
  }
}
