import { PipelineError } from '@pipelines/core';

/** The source breaks a rule, or sends something that is not the award file. Another try cannot help. */
export class SourceRejectedError extends PipelineError {
  static {
    SourceRejectedError.prototype.name = 'SourceRejectedError';
  }
}
