import { PipelineError } from '@pipelines/core';

/** The event cannot be understood. Sending it again cannot help; the message says what to change. */
export class BadRequestError extends PipelineError {
  static {
    BadRequestError.prototype.name = 'BadRequestError';
  }
}
