import { PipelineError } from '@pipelines/core';

/** A stored CSV file cannot be read as records. The same bytes fail again: upload a good file. */
export class MalformedCsvError extends PipelineError {
  static {
    MalformedCsvError.prototype.name = 'MalformedCsvError';
  }
}
