import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** The SDKs put this before the host of StartSyncExecution. */
const SYNC_PREFIX = /^sync-/;

/**
 * Why a request must not be answered, or undefined.
 *
 * The port is open to every page in the user's browser. A name that was rebound to 127.0.0.1 shows
 * in Host; a request from another site shows in Origin.
 *
 * @param headers - of the request
 */
export function reasonToRefuse(headers: IncomingHttpHeaders): string | undefined {
  const host = headers.host ?? '';
  if (!isLoopbackName(host)) return 'The Host header does not name this machine';
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
