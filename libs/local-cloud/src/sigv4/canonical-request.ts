import type { IncomingMessage } from 'node:http';
import { decodeAwsUri, encodeAwsUri, parseAwsQuery } from './aws-uri.ts';
import { sha256Hex } from './signing-key.ts';

/** Path and query of a request as they came over the wire, still encoded. */
export function splitTarget(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: '' }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/**
 * SHA-256 of the canonical form of a request, the part of it that the signature covers.
 *
 * The path is encoded once and not normalised, as S3 does it; the other services are called at `/`.
 * Header values are taken as the octets that came: Node reads them as Latin-1.
 *
 * @param signedHeaders - lower-case names, in the order of the signature
 * Source: AWS General Reference, "Create a canonical request".
 */
export function hashCanonicalRequest(
  request: IncomingMessage,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const { path, query } = splitTarget(request.url ?? '/');
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request, name)}\n`);
  const canonical = [
    request.method ?? '',
    canonicalPath(path),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  return sha256Hex(Buffer.from(canonical, 'latin1'));
}

function canonicalPath(path: string): string {
  return decodeAwsUri(path).split('/').map(encodeAwsUri).join('/');
}

function canonicalQuery(query: string): string {
  return parseAwsQuery(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeAwsUri(name), encodeAwsUri(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalValue(request: IncomingMessage, name: string): string {
  const values = request.headersDistinct[name] ?? [];
  return values.map((value) => value.trim().replace(/ +/g, ' ')).join(',');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
