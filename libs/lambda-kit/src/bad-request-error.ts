import { PipelineError } from '@pipelines/core';

/** The event cannot be understood. Sending it again cannot help; the message says what is wrong. */
export class BadRequestError extends PipelineError {
  static {
    BadRequestError.prototype.name = 'BadRequestError';
  }

  /** What would be right, where one sentence can say it: `Valid actions: task_01, task_02`. */
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}
