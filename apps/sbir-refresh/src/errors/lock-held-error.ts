import { PipelineError } from '@pipelines/core';

/** Another run has the lock. Later it may work; the message names who has it, and until when. */
export class LockHeldError extends PipelineError {
  static {
    LockHeldError.prototype.name = 'LockHeldError';
  }
}
