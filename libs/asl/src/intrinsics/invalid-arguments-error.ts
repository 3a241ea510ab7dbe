import { PipelineError } from '@pipelines/core';

/** An intrinsic function refuses its arguments. The message names the function, not the whole call. */
export class InvalidArgumentsError extends PipelineError {
  static {
    InvalidArgumentsError.prototype.name = 'InvalidArgumentsError';
  }
}
