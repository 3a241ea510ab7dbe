import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '@pipelines/core';
import { hashCanonicalRequest } from './canonical-request.ts';
import { readSignatureClaim, type SignatureClaim } from './signature-claim.ts';
import { SignatureRefusedError } from './signature-refused-error.ts';
import { deriveSigningKey, scopeText, signText } from './signing-key.ts';

/** The one key pair that an endpoint knows. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface VerifyOptions {
  readonly credentials: AwsCredentials;
  /** Let requests of any other key pass, unverified. */
  readonly takesAnyKey: boolean;
  /** `s3`, `secretsmanager`: a signature for another service does not hold. */
  readonly service: string;
  readonly clock: Clock;
  /** SHA-256 of the body, `UNSIGNED-PAYLOAD`, or the name of a streaming form; undefined when missing. */
  readonly payloadHash: string | undefined;
}

/** A request that the holder of the secret has signed, or anyone where any key is taken. */
export interface VerifiedSignature {
  /** The body still has to match it. */
  readonly payloadHash: string;
  /** Undefined for a key that is not ours: nothing that it has signed can be verified. */
  readonly signingKey: Buffer | undefined;
  readonly accessKeyId: string;
  /** Signature of the request: what the first signed chunk of its body builds upon. */
  readonly signature: string;
  readonly timestamp: string;
  /** `20250120/us-east-1/s3/aws4_request` */
  readonly scope: string;
}

/** As on AWS: a request may be 15 minutes old, or from a clock that is as much ahead. */
const LARGEST_SKEW_MS = 15 * 60_000;

/**
 * Check the Signature Version 4 of a request, given by header or presigned in its query.
 *
 * Any region is taken: one endpoint on a laptop stands for all of them.
 *
 * @throws {SignatureRefusedError} with the reason
 */
export function verifySignature(
  request: IncomingMessage,
  options: VerifyOptions,
): VerifiedSignature {
  const { credentials, service, clock } = options;
  const claim = readSignatureClaim(request);
  if (claim.scope.service !== service) {
    throw new SignatureRefusedError(
      'malformed',
      `The authorization is not for the service "${service}".`,
    );
  }
  assertAllSigned(request, claim);
  assertInTime(claim, clock.now());
  const isOurs = claim.accessKeyId === credentials.accessKeyId;
  if (!isOurs && !options.takesAnyKey) {
    throw new SignatureRefusedError(
      'unknown-key',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  const isPresigned = claim.expiresSeconds !== undefined;
  const payloadHash = options.payloadHash ?? (isPresigned ? 'UNSIGNED-PAYLOAD' : undefined);
  if (payloadHash === undefined) {
    const missing = 'Missing required header for this request: x-amz-content-sha256';
    throw new SignatureRefusedError('missing-payload-hash', missing);
  }
  const { accessKeyId, signature, timestamp } = claim;
  const scope = scopeText(claim.scope);
  const facts = { payloadHash, accessKeyId, signature, timestamp, scope };
  if (!isOurs) return { ...facts, signingKey: undefined };
  const signingKey = deriveSigningKey(credentials.secretAccessKey, claim.scope);
  const canonicalHash = hashCanonicalRequest(request, claim.signedHeaders, payloadHash);
  const expected = signText(
    signingKey,
    ['AWS4-HMAC-SHA256', timestamp, scope, canonicalHash].join('\n'),
  );
  assertSameSignature(signature, expected);
  return { ...facts, signingKey };
}

/**
 * Compare two hex signatures in a time that tells nothing about where they differ.
 *
 * @throws {SignatureRefusedError} `mismatch`
 */
export function assertSameSignature(given: string, expected: string): void {
  if (
    given.length === expected.length &&
    timingSafeEqual(Buffer.from(given), Buffer.from(expected))
  ) {
    return;
  }
  throw new SignatureRefusedError(
    'mismatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

/** Without this rule, whoever carries a presigned URL could add headers that its signer never saw. */
function assertAllSigned(request: IncomingMessage, { signedHeaders }: SignatureClaim): void {
  const names = Object.keys(request.headersDistinct);
  const missing = names.filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (!signedHeaders.includes('host')) missing.push('host');
  if (missing.length === 0) return;
  const message = `There were headers present in the request which were not signed: ${missing.join(', ')}`;
  throw new SignatureRefusedError('unsigned-headers', message);
}

function assertInTime({ timestamp, expiresSeconds }: SignatureClaim, nowMs: number): void {
  const signedMs = Date.parse(
    timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (Number.isNaN(signedMs)) {
    throw new SignatureRefusedError('malformed', 'The authorization is malformed: no such date.');
  }
  if (expiresSeconds === undefined) {
    if (Math.abs(nowMs - signedMs) <= LARGEST_SKEW_MS) return;
    throw new SignatureRefusedError(
      'clock-skew',
      'The difference between the request time and the current time is too large.',
    );
  }
  if (signedMs - nowMs > LARGEST_SKEW_MS) {
    throw new SignatureRefusedError('not-yet-valid', 'Request is not yet valid');
  }
  if (nowMs > signedMs + expiresSeconds * 1_000) {
    throw new SignatureRefusedError('expired', 'Request has expired');
  }
}
