import { PipelineError } from '@pipelines/core';

/** No file is there. Retrying cannot help until someone puts it there. */
export class FileNotFoundError extends PipelineError {
  static {
    FileNotFoundError.prototype.name = 'FileNotFoundError';
  }

  /** Every place that was asked, in order. */
  readonly tried: readonly string[];

  constructor(message: string, tried: readonly string[]) {
    super(message);
    this.tried = tried;
  }
}

/** A conditional write came too late: someone else wrote the file. Read again, then decide. */
export class PreconditionFailedError extends PipelineError {
  static {
    PreconditionFailedError.prototype.name = 'PreconditionFailedError';
  }

  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super(`"${key}" is not in the state that the write asked for`, options);
    this.key = key;
  }
}

/** The store refuses. Rights, credentials or the bucket's settings must change; retrying cannot help. */
export class AccessDeniedError extends PipelineError {
  static {
    AccessDeniedError.prototype.name = 'AccessDeniedError';
  }

  /** The store's own word: `AccessDenied`, `ExpiredToken`, `EACCES`. */
  readonly code: string;

  constructor(place: string, code: string, options?: ErrorOptions) {
    super(`Access to ${place} is denied (${code})`, options);
    this.code = code;
  }
}

/** The store answers with a server error or is too busy, after all retries. Later it may work. */
export class StorageUnavailableError extends PipelineError {
  static {
    StorageUnavailableError.prototype.name = 'StorageUnavailableError';
  }

  readonly code: string;

  constructor(place: string, code: string, options?: ErrorOptions) {
    super(`${place} is not available (${code})`, options);
    this.code = code;
  }
}

/**
 * No answer at all: no network, no such host, no credentials to ask with.
 *
 * Its name stays that of its parent, because a state machine retries both alike. `resolveDataPath`
 * tells them apart: out of reach falls back to the local copy, a server error never does.
 */
export class StorageUnreachableError extends StorageUnavailableError {}

/** A key, URL or bucket name that no store may be asked for. Nothing was called. */
export class InvalidPathError extends PipelineError {
  static {
    InvalidPathError.prototype.name = 'InvalidPathError';
  }
}

/** User metadata that S3 would refuse or change. Nothing was called. */
export class InvalidMetadataError extends PipelineError {
  static {
    InvalidMetadataError.prototype.name = 'InvalidMetadataError';
  }
}

/** A variable is missing or malformed. Nothing helps but setting it; no value is ever repeated. */
export class StorageConfigurationError extends PipelineError {
  static {
    // The name that the state machine's Retry lists: sbir-contracts.md 2.1.
    StorageConfigurationError.prototype.name = 'ConfigurationError';
  }

  readonly variable: string;

  constructor(variable: string, complaint: string) {
    super(`Invalid configuration: ${variable}: ${complaint}`);
    this.variable = variable;
  }
}
