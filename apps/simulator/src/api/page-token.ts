import { ApiError } from './api-errors.ts';
import type { RequestMembers } from './request-members.ts';

const LONGEST_TOKEN = 3_096;
const MOST_RESULTS = 1_000;
const DEFAULT_RESULTS = 100;

/** Which part of a list a request asks for. */
export interface PageRequest {
  readonly from: number;
  readonly count: number;
}

/**
 * Read `maxResults` (at most 1000; 100 when absent or 0) and `nextToken`.
 *
 * @param scope - what the list is of; a token of another list is refused
 */
export function readPage(members: RequestMembers, scope: string): PageRequest {
  const count = members.optionalInteger('maxResults', MOST_RESULTS) || DEFAULT_RESULTS;
  const token = members.optionalText('nextToken', { min: 1, max: LONGEST_TOKEN });
  return { from: token === undefined ? 0 : decode(token, scope), count };
}

/** `nextToken` for the rest of a list of `total` items; undefined after the last page. */
export function nextToken(page: PageRequest, total: number, scope: string): string | undefined {
  const next = page.from + page.count;
  if (next >= total) return undefined;
  return Buffer.from(JSON.stringify([scope, next])).toString('base64url');
}

function decode(token: string, scope: string): number {
  try {
    const [tokenScope, from] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (tokenScope === scope && Number.isSafeInteger(from) && Number(from) > 0) return Number(from);
  } catch {
    // Not one of ours.
  }
  throw new ApiError('InvalidToken', `Invalid Token: 'Invalid token'`);
}
