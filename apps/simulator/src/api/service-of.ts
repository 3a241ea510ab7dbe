import type { IncomingMessage } from 'node:http';

/** Services of the one port, named as in the scope of a signature. */
export type ServiceName = 'states' | 's3' | 'secretsmanager' | 'lambda';

const BY_TARGET: readonly (readonly [prefix: string, service: ServiceName])[] = [
  ['AWSStepFunctions.', 'states'],
  ['secretsmanager.', 'secretsmanager'],
];
const SIGNED_FOR: ReadonlySet<string> = new Set(['states', 's3', 'secretsmanager', 'lambda']);
const LAMBDA_PATH = /^\/2015-03-31\/functions(?:[/?]|$)/;
/** `AWS4-HMAC-SHA256 Credential=<key>/20250120/us-east-1/s3/aws4_request, …`, `4a` without region. */
const SIGNED = /\bCredential=[^,\s]+\/([a-z0-9-]+)\/aws4_request\b/;
/** The same in the query of a presigned URL, where `/` may be escaped. */
const PRESIGNED = /[?&]X-Amz-Credential=[^&]+(?:%2F|\/)([a-z0-9-]+)(?:%2F|\/)aws4_request\b/i;
/** Signature Version 2, which S3 alone still takes in a URL. */
const PRESIGNED_V2 = /[?&]AWSAccessKeyId=[^&]+/;
const NAMED_BY_HOST = /^[^:]+\.localhost(?::\d+)?$/i;

/**
 * The service that a request is for: by its `X-Amz-Target`, the scope of its signature, its path,
 * or a bucket in its `Host`.
 *
 * @returns `states` for all else, which has the page, too
 */
export function serviceOf({
  headers,
  url = '/',
}: Pick<IncomingMessage, 'headers' | 'url'>): ServiceName {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return BY_TARGET.find(([prefix]) => target.startsWith(prefix))?.[1] ?? 'states';
  }
  const scope = SIGNED.exec(headers.authorization ?? '')?.[1] ?? PRESIGNED.exec(url)?.[1];
  if (scope !== undefined && SIGNED_FOR.has(scope)) return scope as ServiceName;
  if (LAMBDA_PATH.test(url)) return 'lambda';
  const isForS3 = PRESIGNED_V2.test(url) || NAMED_BY_HOST.test(headers.host ?? '');
  return isForS3 ? 's3' : 'states';
}
