import { PipelineError } from '@pipelines/core';

/** A variable or a secret is missing or wrong. Nothing helps but setting it; no value is repeated. */
export class ConfigurationError extends PipelineError {
  static {
    ConfigurationError.prototype.name = 'ConfigurationError';
  }
}
