import type { IncomingMessage } from 'node:http';
import { SourceRejectedError } from '../errors/source-rejected-error.ts';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';
import { findAddress, type Resolve } from './find-address.ts';
import { requestSource } from './request-source.ts';
import { checkSourceUrl, type SourcePolicy } from './source-policy.ts';

const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface OpenSourceOptions {
  readonly policy: SourcePolicy;
  readonly resolve: Resolve;
  readonly signal: AbortSignal;
}

/**
 * Ask for the award file, follow up to three redirects, and check URL and address each time.
 *
 * @returns the answer with status 200; its body is still to be read
 * @throws {SourceRejectedError} for a broken rule, a 4xx, an HTML page, one redirect too many
 * @throws {SourceUnavailableError} for no answer, 408, 429, 5xx
 * Source: sbir-contracts.md 2.2, security.md S13
 */
export async function openSource(
  source: string,
  { policy, resolve, signal }: OpenSourceOptions,
): Promise<IncomingMessage> {
  let target = source;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const url = checkSourceUrl(target, policy);
    const address = await findAddress(url, policy, resolve);
    const response = await requestSource(url, address, signal);
    const status = response.statusCode ?? 0;
    if (!REDIRECTS.has(status)) return judge(response, status);
    const { location } = response.headers;
    response.destroy();
    if (location === undefined || !URL.canParse(location, url.href)) {
      throw new SourceRejectedError('The source redirects to nowhere');
    }
    target = new URL(location, url).href;
  }
  throw new SourceRejectedError(`The source redirects more than ${MOST_REDIRECTS} times`);
}

function judge(response: IncomingMessage, status: number): IncomingMessage {
  const refusal = refusalOf(response, status);
  if (!refusal) return response;
  response.destroy();
  throw refusal;
}

function refusalOf(response: IncomingMessage, status: number): Error | undefined {
  if (status >= 500 || status === 408 || status === 429) {
    return new SourceUnavailableError(`The source answers with status ${status}`);
  }
  if (status !== 200) return new SourceRejectedError(`The source answers with status ${status}`);
  if (/^\s*text\/html\b/i.test(response.headers['content-type'] ?? '')) {
    return new SourceRejectedError('The source sends an HTML page');
  }
  return undefined;
}
