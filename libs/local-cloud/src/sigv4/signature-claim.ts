import type { IncomingMessage } from 'node:http';
import { parseAwsQuery } from './aws-uri.ts';
import { splitTarget } from './canonical-request.ts';
import { SignatureRefusedError } from './signature-refused-error.ts';
import type { CredentialScope } from './signing-key.ts';

/** What a request says about its own signature, in its Authorization header or in its query. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  /** 64 hex digits. */
  readonly signature: string;
  /** `20250120T143000Z` */
  readonly timestamp: string;
  /** Set for a presigned URL only. */
  readonly expiresSeconds?: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A presigned URL lives seven days at most. */
const LONGEST_EXPIRY_SECONDS = 604_800;

/**
 * Read the claim of a request.
 *
 * @throws {SignatureRefusedError} `anonymous` without a signature, `unsupported` for another
 * algorithm, `malformed` or `malformed-query` when a part is missing or is not of its form
 */
export function readSignatureClaim(request: IncomingMessage): SignatureClaim {
  const { authorization } = request.headers;
  if (authorization !== undefined) return readHeaderClaim(request, authorization);
  const query = new Map(parseAwsQuery(splitTarget(request.url ?? '/').query));
  if (query.has('X-Amz-Algorithm')) return readQueryClaim(query);
  if (query.has('AWSAccessKeyId')) throw unsupported();
  throw new SignatureRefusedError('anonymous', 'Access Denied');
}

function readHeaderClaim(request: IncomingMessage, authorization: string): SignatureClaim {
  const [algorithm = '', ...rest] = authorization.split(' ');
  if (algorithm !== ALGORITHM) throw unsupported();
  const fields = new Map(
    rest
      .join(' ')
      .split(',')
      .map((field) => field.trim().split('=', 2) as [string, string | undefined]),
  );
  const timestamp = request.headersDistinct['x-amz-date']?.[0] ?? fromHttpDate(request);
  return makeClaim({
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    timestamp,
  });
}

function readQueryClaim(query: ReadonlyMap<string, string>): SignatureClaim {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) throw unsupported();
  const claim = makeClaim({
    credential: query.get('X-Amz-Credential'),
    signedHeaders: query.get('X-Amz-SignedHeaders'),
    signature: query.get('X-Amz-Signature'),
    timestamp: query.get('X-Amz-Date'),
  });
  const expires = query.get('X-Amz-Expires') ?? '';
  const expiresSeconds = Number(expires);
  if (!/^\d{1,6}$/.test(expires) || expiresSeconds < 1 || expiresSeconds > LONGEST_EXPIRY_SECONDS) {
    const message = 'X-Amz-Expires must be between 1 and 604800 seconds';
    throw new SignatureRefusedError('malformed-query', message);
  }
  return { ...claim, expiresSeconds };
}

interface ClaimTexts {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
}

function makeClaim({
  credential,
  signedHeaders,
  signature,
  timestamp,
}: ClaimTexts): SignatureClaim {
  const parts = credential?.split('/') ?? [];
  const [terminator, service, region, date] = parts.slice(-4).reverse();
  const accessKeyId = parts.slice(0, -4).join('/');
  if (!accessKeyId || terminator !== 'aws4_request' || !service || !region || !date) {
    throw malformed(
      'the Credential is mal-formed; expecting "<KEY>/YYYYMMDD/REGION/SERVICE/aws4_request"',
    );
  }
  if (!signedHeaders) throw malformed('SignedHeaders are missing');
  if (!signature || !/^[0-9a-f]{64}$/.test(signature))
    throw malformed('the Signature is mal-formed');
  if (!timestamp || !/^\d{8}T\d{6}Z$/.test(timestamp)) {
    throw malformed('a valid X-Amz-Date is required, as YYYYMMDDTHHMMSSZ');
  }
  if (!timestamp.startsWith(date))
    throw malformed('the Credential is of another date than the request');
  return {
    accessKeyId,
    scope: { date, region, service },
    signedHeaders: signedHeaders.split(';'),
    signature,
    timestamp,
  };
}

/** The Date header as a timestamp, for senders that have no X-Amz-Date. */
function fromHttpDate(request: IncomingMessage): string | undefined {
  const ms = Date.parse(request.headers.date ?? '');
  if (Number.isNaN(ms)) return undefined;
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function malformed(what: string): SignatureRefusedError {
  return new SignatureRefusedError('malformed', `The authorization is malformed: ${what}.`);
}

function unsupported(): SignatureRefusedError {
  return new SignatureRefusedError(
    'unsupported',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );
}
