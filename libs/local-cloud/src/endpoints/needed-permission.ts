import type { IncomingMessage } from 'node:http';
import { parseAwsQuery } from '../sigv4/aws-uri.ts';
import { splitTarget } from '../sigv4/canonical-request.ts';

/** What AWS would have asked the caller's role for. */
export interface NeededPermission {
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN, or `*` where AWS knows no smaller resource. */
  readonly resource: string;
}

/** One permission that a verified request needed. */
export interface AwsCall extends NeededPermission {
  /** The session token that the request was signed with; empty without one. */
  readonly caller: string;
}

/**
 * The session token of a request, from its header or its query.
 *
 * The endpoints take any token: it says who of those that share a key pair is calling, as the
 * session of a role does on AWS.
 */
export function sessionTokenOf(request: IncomingMessage): string {
  const header = request.headersDistinct['x-amz-security-token']?.[0];
  if (header !== undefined) return header;
  const query = new Map(parseAwsQuery(splitTarget(request.url ?? '/').query));
  return query.get('X-Amz-Security-Token') ?? '';
}
