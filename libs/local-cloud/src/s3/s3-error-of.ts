import { SignatureRefusedError, type RefusalReason } from '../sigv4/signature-refused-error.ts';
import { S3Error, type S3ErrorCode } from './s3-error.ts';

/** How S3 calls the reasons why a signature does not hold. */
const CODES: Readonly<Record<RefusalReason, S3ErrorCode>> = {
  anonymous: 'AccessDenied',
  unsupported: 'InvalidRequest',
  malformed: 'AuthorizationHeaderMalformed',
  'malformed-query': 'AuthorizationQueryParametersError',
  'malformed-uri': 'InvalidURI',
  'unknown-key': 'InvalidAccessKeyId',
  mismatch: 'SignatureDoesNotMatch',
  'clock-skew': 'RequestTimeTooSkewed',
  expired: 'AccessDenied',
  'not-yet-valid': 'AccessDenied',
  'unsigned-headers': 'AccessDenied',
  'missing-payload-hash': 'InvalidRequest',
};

/**
 * The answer to something that was thrown: a refusal in S3's words, or an internal error that
 * says nothing of what happened.
 */
export function s3ErrorOf(thrown: unknown): S3Error {
  if (thrown instanceof S3Error) return thrown;
  if (thrown instanceof SignatureRefusedError)
    return new S3Error(CODES[thrown.reason], thrown.message);
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
}
