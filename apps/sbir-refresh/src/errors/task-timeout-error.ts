import { PipelineError } from '@pipelines/core';

/** A step met its own deadline, which lies before the Lambda's. Retried once. */
export class TaskTimeoutError extends PipelineError {
  static {
    TaskTimeoutError.prototype.name = 'TaskTimeoutError';
  }
}
