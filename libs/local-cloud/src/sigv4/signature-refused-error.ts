import { PipelineError } from '@pipelines/core';

/** Why a request was not taken as its sender's; each service words it in its own way. */
export type RefusalReason =
  | 'anonymous'
  | 'unsupported'
  | 'malformed'
  | 'malformed-query'
  | 'malformed-uri'
  | 'unknown-key'
  | 'mismatch'
  | 'clock-skew'
  | 'expired'
  | 'not-yet-valid'
  | 'unsigned-headers'
  | 'missing-payload-hash';

/** The signature of a request does not hold. The sender must change its credentials or its clock. */
export class SignatureRefusedError extends PipelineError {
  static {
    SignatureRefusedError.prototype.name = 'SignatureRefusedError';
  }
  readonly reason: RefusalReason;
  /** @param message - what is wrong, without the secret or the signature that was expected */
  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
