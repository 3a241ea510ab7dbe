import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { splitTarget } from '../sigv4/canonical-request.ts';
import { SignatureRefusedError } from '../sigv4/signature-refused-error.ts';
import type { VerifiedSignature, VerifyOptions } from '../sigv4/verify-signature.ts';
import type { RequestTarget } from './request-target.ts';

/** Queries that are part of what is signed; those that begin with `response-` are, too. */
const SIGNED_QUERIES = new Set(
  'acl cors delete lifecycle location logging notification partNumber policy requestPayment restore tagging torrent uploadId uploads versionId versioning versions website'.split(
    ' ',
  ),
);

/** Whether a URL was presigned with version 2, as the AWS CLI from PyPI still does in us-east-1. */
export function isPresignedV2({ query }: RequestTarget): boolean {
  return query.has('AWSAccessKeyId') && query.has('Signature') && query.has('Expires');
}

/**
 * Check a URL that was presigned with Signature Version 2. The header form of it is not taken.
 *
 * @throws {SignatureRefusedError} `unknown-key`, `expired`, `mismatch`
 * Source: Amazon S3 Developer Guide, "Signing and authenticating REST requests", query string.
 */
export function verifyPresignedV2(
  request: IncomingMessage,
  target: RequestTarget,
  { credentials, clock, takesAnyKey }: Pick<VerifyOptions, 'credentials' | 'clock' | 'takesAnyKey'>,
): VerifiedSignature {
  const { query } = target;
  const accessKeyId = query.get('AWSAccessKeyId') ?? '';
  const isOurs = accessKeyId === credentials.accessKeyId;
  if (!isOurs && !takesAnyKey) {
    throw new SignatureRefusedError(
      'unknown-key',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  const expires = query.get('Expires') ?? '';
  if (!/^\d{1,12}$/.test(expires) || clock.now() > Number(expires) * 1_000) {
    throw new SignatureRefusedError('expired', 'Request has expired');
  }
  // Nothing of it can start a chain of signed chunks: such a body is refused.
  const noChain = { signature: '', timestamp: '', scope: '' };
  const facts = { payloadHash: 'UNSIGNED-PAYLOAD', accessKeyId, ...noChain };
  if (!isOurs) return { ...facts, signingKey: undefined };
  const { md5 = '', type = '' } = {
    md5: request.headersDistinct['content-md5']?.[0],
    type: request.headersDistinct['content-type']?.[0],
  };
  const signed = [request.method ?? '', md5, type, expires, amzHeaders(request)].join('\n');
  const text = Buffer.from(signed + resourceOf(request, target), 'latin1');
  const expected = createHmac('sha1', credentials.secretAccessKey).update(text).digest();
  const given = Buffer.from(query.get('Signature') ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new SignatureRefusedError(
      'mismatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return { ...facts, signingKey: Buffer.alloc(0) };
}

function amzHeaders(request: IncomingMessage): string {
  return Object.entries(request.headersDistinct)
    .filter(([name]) => name.startsWith('x-amz-'))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, values = []]) => `${name}:${values.map((value) => value.trim()).join(',')}\n`)
    .join('');
}

function resourceOf(request: IncomingMessage, { bucketName, query }: RequestTarget): string {
  const { path } = splitTarget(request.url ?? '/');
  const isNamedByHost = (request.headers.host ?? '').startsWith(`${bucketName}.`);
  const signed = [...query]
    .filter(([name]) => SIGNED_QUERIES.has(name) || name.startsWith('response-'))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const resource = isNamedByHost ? `/${bucketName}${path}` : path;
  return signed.length > 0 ? `${resource}?${signed.join('&')}` : resource;
}
