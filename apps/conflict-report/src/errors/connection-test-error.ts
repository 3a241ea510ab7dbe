import { PipelineError } from '@pipelines/core';

/** The connection test failed; the cause says at what. */
export class ConnectionTestError extends PipelineError {
  static {
    ConnectionTestError.prototype.name = 'ConnectionTestError';
  }

  /** Name of the error behind it, `DatabaseUnreachableError`. */
  readonly reason: string;

  constructor(cause: PipelineError) {
    super(`Postgres connection failed: ${cause.message}`, { cause });
    this.reason = cause.name;
  }
}
