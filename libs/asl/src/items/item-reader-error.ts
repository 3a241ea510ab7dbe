import { PipelineError } from '@pipelines/core';

/** The items of a distributed Map cannot be read: the run fails with States.ItemReaderFailed. */
export class ItemReaderError extends PipelineError {
  static {
    ItemReaderError.prototype.name = 'ItemReaderError';
  }
}
