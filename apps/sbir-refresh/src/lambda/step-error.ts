import { PipelineError } from '@pipelines/core';
import { UnexpectedError } from '@pipelines/lambda-kit';
import { AccessDeniedError } from '@pipelines/s3-files';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { qualityGates } from '../errors/quality-gate-error.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import { ValidationError } from '../errors/validation-error.ts';

/** Names that no retry can cure: the machine lists the same. Source: sbir-contracts.md 1.4 and 2.1. */
const NOT_RETRIED: ReadonlySet<string> = new Set([
  'ValidationError',
  'SchemaDriftError',
  'MalformedCsvError',
  'SourceRejectedError',
  'ConfigurationError',
  'AccessDeniedError',
  'GraphResetRefusedError',
  'GraphSchemaError',
  'GraphCapacityError',
  ...qualityGates,
]);

const RETRIED: ReadonlySet<string> = new Set([
  'SourceUnavailableError',
  'StorageUnavailableError',
  'GraphUnavailableError',
  'RefreshError',
  'TaskTimeoutError',
  // Of the graph, or of run-all: whoever has it may have ended by then.
  'LockHeldError',
]);

/** What the libraries call it, and what it means to the caller of a step. */
const MEANINGS: Readonly<
  Record<string, new (message: string, options: ErrorOptions) => PipelineError>
> = {
  BadRequestError: ValidationError,
  FileNotFoundError: ValidationError,
  InvalidPathError: ValidationError,
  InvalidMetadataError: ValidationError,
  // A cursor that another scope or version of the load made.
  UnknownStageError: ValidationError,
  ConfigError: ConfigurationError,
  SecretMalformedError: ConfigurationError,
  GraphAddressRefusedError: ConfigurationError,
  GraphAuthenticationError: ConfigurationError,
};

/** A failure of a step under a name that the contract knows. */
export interface StepError {
  readonly error: PipelineError;
  readonly statusCode: 400 | 500;
  /** Stack frames of an error that nobody foresaw, for the log; without its message. */
  readonly trace: string | undefined;
}

/**
 * Put anything thrown into the terms of the contract.
 *
 * An error under one of its names passes; one of our libraries gets the name of its meaning; whatever
 * is left becomes a RefreshError, with a message of ours or none: a foreign one may quote a row.
 */
export function toStepError(thrown: unknown): StepError {
  const known = thrown instanceof PipelineError ? thrown : new UnexpectedError(thrown);
  const error = named(known);
  return {
    error,
    statusCode: NOT_RETRIED.has(error.name) ? 400 : 500,
    trace: known instanceof UnexpectedError ? known.trace : undefined,
  };
}

function named(error: PipelineError): PipelineError {
  if (NOT_RETRIED.has(error.name) || RETRIED.has(error.name)) return error;
  if (error.name === 'SecretUnavailableError') return secretError(error);
  const Meaning = Object.hasOwn(MEANINGS, error.name) ? MEANINGS[error.name] : undefined;
  return new (Meaning ?? RefreshError)(error.message, { cause: error });
}

/** Not allowed and not there are for someone to mend; anything else may be over at the next try. */
function secretError(error: PipelineError): PipelineError {
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : '';
  const options = { cause: error };
  if (/^AccessDenied|^UnrecognizedClient|^InvalidSignature|^ExpiredToken/.test(reason)) {
    return new AccessDeniedError('the secret', reason, options);
  }
  const isMissing = /^ResourceNotFound|^InvalidRequest|^InvalidParameter|^DecryptionFailure/;
  return isMissing.test(reason)
    ? new ConfigurationError(error.message, options)
    : new RefreshError(error.message, options);
}
