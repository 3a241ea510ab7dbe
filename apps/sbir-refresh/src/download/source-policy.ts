import { ConfigurationError } from '../errors/configuration-error.ts';
import { SourceRejectedError } from '../errors/source-rejected-error.ts';

/** Which URLs the award file may come from. */
export interface SourcePolicy {
  /** Host names in lower case; https on its own port only. */
  readonly hosts: ReadonlySet<string>;
  /** Full loopback origins, `http://127.0.0.1:8123`, for a file server on this machine. */
  readonly loopbackOrigins: ReadonlySet<string>;
}

const LOOPBACK_ORIGIN = /^https?:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}$/;
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * Read the allow-list.
 *
 * @param list - `ALLOWED_SOURCE_HOSTS`, a comma list: `data.www.sbir.gov,http://127.0.0.1:8123`
 * @throws {ConfigurationError} for an entry that is neither a host name nor a loopback origin
 */
export function parseSourcePolicy(list: string): SourcePolicy {
  const entries = list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
  const origins = entries.filter((entry) => entry.includes('://'));
  const hosts = entries.filter((entry) => !entry.includes('://'));
  const isWrong = [
    ...hosts.filter((host) => !HOST_NAME.test(host)),
    ...origins.filter((origin) => !LOOPBACK_ORIGIN.test(origin)),
  ];
  if (isWrong.length > 0) {
    throw new ConfigurationError(
      'ALLOWED_SOURCE_HOSTS must list host names, or loopback origins such as http://127.0.0.1:8123',
    );
  }
  return { hosts: new Set(hosts), loopbackOrigins: new Set(origins) };
}

/**
 * Check a URL before anything is sent to it; a redirect's target is checked in the same way.
 *
 * `URL` has made a plain address of `0x7f000001`, `127.1` and other disguises by then.
 *
 * @throws {SourceRejectedError} that names the rule, without the URL: it may carry a token
 */
export function checkSourceUrl(text: string, policy: SourcePolicy): URL {
  if (!URL.canParse(text)) throw new SourceRejectedError('The source URL is not a URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new SourceRejectedError('The source URL must not hold a user or a password');
  }
  if (isLoopbackAllowed(url, policy)) return url;
  if (url.protocol !== 'https:') throw new SourceRejectedError('The source URL must be https');
  if (url.port !== '') throw new SourceRejectedError('The source URL must not name a port');
  if (!policy.hosts.has(url.hostname)) {
    throw new SourceRejectedError('The host of the source URL is not in ALLOWED_SOURCE_HOSTS');
  }
  return url;
}

/** Whether the URL is on a file server of this machine that the allow-list names in full. */
export function isLoopbackAllowed(url: URL, { loopbackOrigins }: SourcePolicy): boolean {
  return loopbackOrigins.has(url.origin);
}
