import { PipelineError } from '@pipelines/core';

/**
 * A secret is there but does not hold what its schema asks for. Someone must edit it.
 *
 * Complaints name fields and rules. No cause is kept: a JSON parser quotes the text that it refuses.
 */
export class SecretMalformedError extends PipelineError {
  static {
    SecretMalformedError.prototype.name = 'SecretMalformedError';
  }

  readonly secretId: string;

  constructor(secretId: string, complaints: readonly string[]) {
    super(`Secret "${secretId}" is not usable: ${complaints.join('; ')}`);
    this.secretId = secretId;
  }
}
