import { PipelineError } from '@pipelines/core';

/** The embedded engine could not be prepared or started. The message carries its last lines. */
export class EngineStartError extends PipelineError {
  static {
    EngineStartError.prototype.name = 'EngineStartError';
  }

  /** What was being done, `initdb`. */
  readonly step: string;
  /** Last output of the program; at this point the database holds no rows of anyone. */
  readonly output: string;

  constructor(step: string, output: string) {
    super(`Embedded PostgreSQL failed at "${step}": ${output.trim() || 'no output'}`);
    this.step = step;
    this.output = output;
  }
}
