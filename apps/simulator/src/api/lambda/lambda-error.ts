import { PipelineError } from '@pipelines/core';

/** Codes of the Lambda API. */
export type LambdaErrorCode =
  | 'AccessDeniedException'
  | 'InvalidParameterValueException'
  | 'InvalidRequestContentException'
  | 'PreconditionFailedException'
  | 'RequestEntityTooLargeException'
  | 'RequestTooLargeException'
  | 'ResourceConflictException'
  | 'ResourceNotFoundException'
  | 'ServiceException'
  | 'UnknownOperationException'
  | 'ValidationException';

const STATUSES: Readonly<Partial<Record<LambdaErrorCode, number>>> = {
  AccessDeniedException: 403,
  PreconditionFailedException: 412,
  RequestEntityTooLargeException: 413,
  RequestTooLargeException: 413,
  ResourceConflictException: 409,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  UnknownOperationException: 404,
};

/** A request is refused as Lambda would refuse it. */
export class LambdaError extends PipelineError {
  static {
    LambdaError.prototype.name = 'LambdaError';
  }
  readonly code: LambdaErrorCode;
  readonly status: number;
  constructor(code: LambdaErrorCode, message: string) {
    super(message);
    this.code = code;
    this.status = STATUSES[code] ?? 400;
  }
}

/** A parameter breaks a constraint of the API, in the words of AWS. */
export function invalidParameter(member: string, value: string, constraint: string): LambdaError {
  const text = `Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`;
  return new LambdaError('ValidationException', `1 validation error detected: ${text}`);
}
