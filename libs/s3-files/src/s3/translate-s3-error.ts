import { PipelineError } from '@pipelines/core';
import {
  AccessDeniedError,
  FileNotFoundError,
  PreconditionFailedError,
  StorageUnavailableError,
  StorageUnreachableError,
} from '../errors.ts';

/** S3 and the SDK say "too busy" in several ways, some of them with status 400. */
const THROTTLED = /^(SlowDown|Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|RequestTimeout)$/;

/**
 * Put an error of the SDK, its retries used up, into the words of every store.
 *
 * 404 is absence; 412 and 409 a failed condition; 403 and every other 4xx a refusal; 5xx and
 * throttling unavailable; no answer at all, or no credentials to ask with, unreachable.
 *
 * @param location - `s3://bucket/key`, for the message
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function translateS3Error(error: unknown, location: string, key: string): Error {
  if (error instanceof PipelineError) return error;
  const status = statusOf(error);
  const code = codeOf(error);
  const options = { cause: error };
  if (status === undefined) return new StorageUnreachableError(location, code, options);
  if (status === 404) return new FileNotFoundError(`No file at ${location} (${code})`, [location]);
  if (status === 412 || (status === 409 && code === 'ConditionalRequestConflict')) {
    return new PreconditionFailedError(key, options);
  }
  if (status >= 500 || status === 429 || THROTTLED.test(code)) {
    return new StorageUnavailableError(location, code, options);
  }
  // 200 with a body that cannot be understood is the server's failure, not a refusal.
  if (status < 300) return new StorageUnavailableError(location, code, options);
  return new AccessDeniedError(location, code, options);
}

/** What an error of the SDK or of the network may have; by shape, for it may be of another realm. */
interface ErrorFacts {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function factsOf(error: unknown): ErrorFacts {
  return typeof error === 'object' && error !== null ? error : {};
}

function statusOf(error: unknown): number | undefined {
  return factsOf(error).$metadata?.httpStatusCode;
}

/** A word that is safe to show: the error's code, else its name. HEAD answers have only a status. */
function codeOf(error: unknown): string {
  const { code, name } = factsOf(error);
  const word = typeof code === 'string' ? code : name;
  if (typeof word !== 'string' || !/^[\w.-]{1,64}$/.test(word)) return 'unknown';
  return /^Unknown(Error)?$/.test(word) ? `HTTP ${statusOf(error) ?? '?'}` : word;
}
