import { PipelineError } from '@pipelines/core';

/** Codes of Secrets Manager, and of AWS's JSON services for requests that are not signed well. */
export type SecretsErrorCode =
  | 'AccessDeniedException'
  | 'IncompleteSignatureException'
  | 'InternalServiceError'
  | 'InvalidNextTokenException'
  | 'InvalidParameterException'
  | 'InvalidRequestException'
  | 'InvalidSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'ResourceExistsException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'UnknownOperationException'
  | 'UnrecognizedClientException'
  | 'ValidationException';

/** A request is refused as Secrets Manager would refuse it. The message never holds a value. */
export class SecretsError extends PipelineError {
  static {
    SecretsError.prototype.name = 'SecretsError';
  }
  readonly code: SecretsErrorCode;
  constructor(code: SecretsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
