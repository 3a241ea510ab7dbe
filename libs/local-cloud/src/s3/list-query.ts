import { encodeAwsUri } from '../sigv4/aws-uri.ts';
import type { S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';

/** No page of a list is longer. */
const LONGEST_PAGE = 1_000;

/** What every list of S3 can be asked. */
export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly limit: number;
  readonly encodingType: string | undefined;
  /** Writes a key as `encoding-type` asks for it. */
  readonly encode: (text: string) => string;
}

/**
 * Read the queries that all lists share.
 *
 * @param limitName - `max-keys`, `max-uploads`
 * @throws {S3Error} `InvalidArgument`
 */
export function readListQuery({ query }: S3Call, limitName: string): ListQuery {
  const encodingType = query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type');
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') || undefined,
    limit: readLimit(query.get(limitName), limitName),
    encodingType,
    encode: encodingType ? encodeKey : (text) => text,
  };
}

/**
 * A limit out of a query, a thousand when it is not given or larger.
 *
 * @throws {S3Error} `InvalidArgument` when it is no whole number
 */
export function readLimit(text: string | undefined, name: string): number {
  if (text === undefined || text === '') return LONGEST_PAGE;
  if (!/^\d{1,10}$/.test(text)) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name);
  }
  return Math.min(Number(text), LONGEST_PAGE);
}

/** The answer to a query that cannot be understood. */
export function invalidArgument(message: string, name: string): S3Error {
  return new S3Error('InvalidArgument', message, { elements: { ArgumentName: name } });
}

/** S3 leaves slashes as they are. */
function encodeKey(text: string): string {
  return encodeAwsUri(text).replaceAll('%2F', '/');
}
