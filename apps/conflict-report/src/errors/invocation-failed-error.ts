import type { FailureBody } from '@pipelines/contracts';
import { PipelineError } from '@pipelines/core';

/**
 * A failure as a state machine sees it: the name of what went wrong, which Retry and Catch compare,
 * and the body that a direct caller would have got, as JSON text.
 */
export class InvocationFailedError extends PipelineError {
  /** @param errorName - literal name of one of our errors, `Task01ExecutionError` */
  constructor(errorName: string, body: FailureBody) {
    super(JSON.stringify(body));
    this.name = errorName;
  }
}
