import { PipelineError } from '@pipelines/core';

/** A request that is wrong before the registry sees it. The name is the error code of AWS. */
export class ApiError extends PipelineError {
  /** HTTP status of the answer. */
  readonly status = 400;
  /** Says more of a ValidationException, as a word of AWS. */
  readonly reason: string | undefined;
  constructor(code: string, message: string, reason?: string) {
    super(message);
    this.name = code;
    this.reason = reason;
  }
}

/** A member of the request breaks a constraint of the API, in the words of AWS. */
export function validationError(member: string, shown: string, constraint: string): ApiError {
  const text = `Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
  return new ApiError('ValidationException', `1 validation error detected: ${text}`);
}

/** An ARN is none, or of something else. */
export function invalidArn(reason: string): ApiError {
  return new ApiError('InvalidArn', `Invalid Arn: '${reason}'`);
}

/** A machine, version, alias or activity that an operation needs is not there. */
export function resourceNotFound(arn: string): ApiError {
  return new ApiError('ResourceNotFound', `Resource not found: '${arn}'`);
}
