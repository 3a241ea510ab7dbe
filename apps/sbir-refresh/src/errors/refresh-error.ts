import { PipelineError } from '@pipelines/core';

/** Something that should not happen, and may be over at the next try. */
export class RefreshError extends PipelineError {
  static {
    RefreshError.prototype.name = 'RefreshError';
  }
}
