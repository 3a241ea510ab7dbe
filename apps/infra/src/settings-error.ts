import { PipelineError } from '@pipelines/core';

/** A value of the context is missing or cannot be used. */
export class SettingsError extends PipelineError {
  static {
    SettingsError.prototype.name = 'SettingsError';
  }
}
