import { PipelineError } from '@pipelines/core';

/**
 * Secrets Manager did not hand out a secret: not found, not allowed, not reachable.
 *
 * Look at the id, at the role's `secretsmanager:GetSecretValue`, and in a VPC at the endpoint.
 */
export class SecretUnavailableError extends PipelineError {
  static {
    SecretUnavailableError.prototype.name = 'SecretUnavailableError';
  }

  readonly secretId: string;
  /** Name of the service's or the SDK's error, `ResourceNotFoundException`. */
  readonly reason: string;

  constructor(secretId: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.name : 'unknown error';
    super(`No secret "${secretId}" from Secrets Manager: ${reason}`, { cause });
    this.secretId = secretId;
    this.reason = reason;
  }
}
