import { PipelineError } from '@pipelines/core';

/** A live process serves the folder with another key: stop it first, or leave the key out. */
export class EndpointSharedError extends PipelineError {
  static {
    EndpointSharedError.prototype.name = 'EndpointSharedError';
  }
  constructor(folder: string) {
    super(`Another process serves "${folder}" with other credentials.`);
  }
}
