import { PipelineError } from '@pipelines/core';

/** Lambda's limit for the event of a synchronous invocation: 6 MB. */
export const REQUEST_LIMIT_BYTES = 6_291_456;

/** The manifest has no function of this name. */
export class FunctionNotFoundError extends PipelineError {
  static {
    FunctionNotFoundError.prototype.name = 'FunctionNotFoundError';
  }
  constructor(name: string, known: readonly string[]) {
    super(`No function "${name}". There is: ${known.join(', ')}`);
  }
}

/** The event is larger than Lambda accepts. */
export class RequestTooLargeError extends PipelineError {
  static {
    RequestTooLargeError.prototype.name = 'RequestTooLargeError';
  }
  constructor(sizeBytes: number) {
    super(
      `${sizeBytes} byte payload is too large for the Invoke operation (limit ${REQUEST_LIMIT_BYTES} bytes)`,
    );
  }
}

/** The host was stopped; it starts no process any more. */
export class FunctionHostStoppedError extends PipelineError {
  static {
    FunctionHostStoppedError.prototype.name = 'FunctionHostStoppedError';
  }
  constructor() {
    super('The function host is stopped');
  }
}
