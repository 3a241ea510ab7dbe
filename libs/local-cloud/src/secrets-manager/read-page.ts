import { textMember, type SecretsCall } from './secrets-call.ts';
import { SecretsError } from './secrets-error.ts';

const LONGEST_PAGE = 100;

/**
 * The page of a list that a request asks for by MaxResults and NextToken.
 *
 * The token holds the key of the last element, which may be gone by then.
 *
 * @param list - in the order of its keys
 * @param keyOf - unique in the list
 * @param isAfter - whether a key comes after another one; default: by code units
 * @throws {SecretsError} `InvalidParameterException`, `InvalidNextTokenException`
 */
export function readPage<T>(
  call: SecretsCall,
  list: readonly T[],
  {
    keyOf,
    isAfter = (key, last) => key > last,
  }: {
    readonly keyOf: (element: T) => string;
    readonly isAfter?: (key: string, last: string) => boolean;
  },
): { readonly page: readonly T[]; readonly nextToken: string | undefined } {
  const last = readToken(call);
  const left = last === undefined ? list : list.filter((element) => isAfter(keyOf(element), last));
  const page = left.slice(0, readLimit(call));
  const final = page.at(-1);
  const isMore = final !== undefined && left.length > page.length;
  return { page, nextToken: isMore ? toToken(keyOf(final)) : undefined };
}

function readToken(call: SecretsCall): string | undefined {
  const token = textMember(call, 'NextToken');
  if (token === undefined) return undefined;
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key !== '' && toToken(key) === token) return key;
  throw new SecretsError('InvalidNextTokenException', 'The NextToken value is invalid.');
}

function toToken(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function readLimit({ members }: SecretsCall): number {
  const limit = members['MaxResults'] ?? LONGEST_PAGE;
  const isWhole = typeof limit === 'number' && Number.isInteger(limit);
  if (isWhole && limit >= 1 && limit <= LONGEST_PAGE) return limit;
  throw new SecretsError('InvalidParameterException', 'MaxResults must be between 1 and 100.');
}
