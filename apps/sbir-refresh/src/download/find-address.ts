import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { SourceRejectedError } from '../errors/source-rejected-error.ts';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';
import { isPublicAddress } from './public-address.ts';
import { isLoopbackAllowed, type SourcePolicy } from './source-policy.ts';

/** Every address of a host name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** The system's resolver. */
export const resolveHost: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * The one address to connect to: all addresses of the host must be public, or none is used.
 *
 * The connection then goes to this address and to no other, so a name that answers differently a
 * moment later (DNS rebinding) gains nothing.
 *
 * @param url - checked by `checkSourceUrl`
 * @throws {SourceRejectedError} when any address is not public
 * @throws {SourceUnavailableError} when the name has no address
 */
export async function findAddress(
  url: URL,
  policy: SourcePolicy,
  resolve: Resolve,
): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isLoopbackAllowed(url, policy)) return host;
  const addresses = isIP(host) ? [host] : await resolveOrFail(host, resolve);
  const [first] = addresses;
  if (first === undefined)
    throw new SourceUnavailableError('The host of the source has no address');
  if (!addresses.every(isPublicAddress)) {
    throw new SourceRejectedError('The host of the source has an address that is not public');
  }
  return first;
}

async function resolveOrFail(host: string, resolve: Resolve): Promise<readonly string[]> {
  return resolve(host).catch((cause: unknown) => {
    throw new SourceUnavailableError('The host of the source cannot be resolved', { cause });
  });
}
