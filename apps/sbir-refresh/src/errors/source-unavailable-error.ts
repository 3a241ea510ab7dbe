import { PipelineError } from '@pipelines/core';

/** The source does not answer, is busy, or breaks off. Later it may work. */
export class SourceUnavailableError extends PipelineError {
  static {
    SourceUnavailableError.prototype.name = 'SourceUnavailableError';
  }
}
