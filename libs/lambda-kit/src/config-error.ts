import { PipelineError } from '@pipelines/core';

/** Variables are missing or malformed. Nothing helps but setting them; no value is ever repeated. */
export class ConfigError extends PipelineError {
  static {
    ConfigError.prototype.name = 'ConfigError';
  }

  /** The bad variables, each once, in the order of the schema. */
  readonly variables: readonly string[];

  constructor(variables: readonly string[], complaints: readonly string[]) {
    super(`Invalid configuration: ${complaints.join('; ')}`);
    this.variables = variables;
  }
}
