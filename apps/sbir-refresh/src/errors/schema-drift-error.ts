import { PipelineError } from '@pipelines/core';

/** The header is not the expected one, and that is not allowed, or a required column is missing. */
export class SchemaDriftError extends PipelineError {
  static {
    SchemaDriftError.prototype.name = 'SchemaDriftError';
  }
}
