import { type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';

/** Longest silence: until the connection stands, until the answer begins, and between its bytes. */
const SILENCE_MS = 60_000;

const HEADERS = {
  'User-Agent': 'SBIR-Analytics-Lambda/1.0',
  Accept: '*/*',
  'Accept-Encoding': 'gzip, deflate',
} as const;

/**
 * Send one GET to one address, and wait for the head of its answer. No redirect is followed.
 *
 * @param url - gives the name for `Host` and for the certificate
 * @param address - checked; the connection is made to it and the name is not resolved again
 * @param signal - ends the request, also while its body is read
 * @throws {SourceUnavailableError} when there is no answer
 */
export function requestSource(
  url: URL,
  address: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: 'GET',
    headers: HEADERS,
    lookup: lookupOf(address),
    // A connection of its own: one from a pool may lead to an address that nobody checked.
    agent: false,
    timeout: SILENCE_MS,
    signal,
  };
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void =>
      reject(new SourceUnavailableError(`The source does not answer${codeOf(cause)}`, { cause }));
    const request = send(url, options, resolve);
    request.on('error', fail);
    request.on('timeout', () => request.destroy(new Error('silence')));
    request.end();
  });
}

/** A lookup that knows one answer. */
function lookupOf(address: string): LookupFunction {
  const family = isIPv6(address) ? 6 : 4;
  return (_, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : '';
}
