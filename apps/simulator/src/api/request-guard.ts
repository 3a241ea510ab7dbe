import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** The SDKs put this before the host of StartSyncExecution. */
const SYNC_PREFIX = /^sync-/;
/** Names under `localhost` belong to this machine alone. */
const BUCKET_PREFIX = /^[^:]+\.(?=localhost(?::\d+)?$)/i;

/**
 * Why a request must not be answered, or undefined.
 *
 * The port is open to every page in the user's browser. A name that was rebound to 127.0.0.1 shows
 * in Host; a request from another site shows in Origin.
 *
 * @param headers - of the request
 * @param options - `hasBucketInHost`: `bucket.localhost` is this machine, too
 */
export function reasonToRefuse(
  headers: IncomingHttpHeaders,
  { hasBucketInHost }: { readonly hasBucketInHost: boolean },
): string | undefined {
  const host = headers.host ?? '';
  const name = hasBucketInHost ? host.replace(BUCKET_PREFIX, '') : host;
  if (!isLoopbackName(name)) return 'The Host header does not name this machine';
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return 'Requests from other origins are not answered';
  }
  return undefined;
}

/** Whether `host`, with or without a port, is this machine by a name that no one else can own. */
export function isLoopbackName(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(SYNC_PREFIX, '');
  return LOOPBACK_NAMES.has(name);
}
