import type { IncomingMessage } from 'node:http';
import { decodeAwsUri, parseAwsQuery } from '../sigv4/aws-uri.ts';
import { splitTarget } from '../sigv4/canonical-request.ts';
import { S3Error } from './s3-error.ts';

/** What a request is about. */
export interface RequestTarget {
  /** Empty when it names none. */
  readonly bucketName: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
}

/** Names that only this machine answers to: any other Host is a page of another site, rebound. */
const LOOPBACK_HOST = /^(?:(.+)\.)?localhost$|^127\.0\.0\.1$|^\[::1\]$/;
const LONGEST_KEY_BYTES = 1_024;

/**
 * Bucket and key of a request, in path style (`/bucket/key`) or by the host (`bucket.localhost`).
 *
 * The path is not normalised: `a//b` and `../a` are keys like any other.
 *
 * @throws {S3Error} `AccessDenied` for a host that is not this machine, `KeyTooLongError`
 * @throws {SignatureRefusedError} `malformed-uri` when the path is not UTF-8
 */
export function readRequestTarget(request: IncomingMessage): RequestTarget {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  const match = LOOPBACK_HOST.exec(host);
  if (!match) throw new S3Error('AccessDenied', 'The Host header does not name this machine');
  const { path, query } = splitTarget(request.url ?? '/');
  const resource = decodeAwsUri(path).slice(1);
  const slash = resource.indexOf('/');
  const inPath = {
    bucketName: slash < 0 ? resource : resource.slice(0, slash),
    key: slash < 0 ? '' : resource.slice(slash + 1),
  };
  const { bucketName, key } = match[1] ? { bucketName: match[1], key: resource } : inPath;
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes > LONGEST_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', {
      elements: { Size: String(keyBytes), MaxSizeAllowed: String(LONGEST_KEY_BYTES) },
    });
  }
  return { bucketName, key, query: new Map(parseAwsQuery(query)) };
}
