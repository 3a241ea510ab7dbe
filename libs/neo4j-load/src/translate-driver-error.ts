import { PipelineError } from '@pipelines/core';
import {
  GraphAuthenticationError,
  GraphStatementError,
  GraphUnavailableError,
} from './graph-errors.ts';

/** Codes of the driver itself, and of the socket below it. */
const UNREACHABLE = new Set([
  'ServiceUnavailable',
  'SessionExpired',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
]);

/**
 * Client errors that pass: the server goes down, another one leads now, rights were read long ago,
 * or an account is locked, for five seconds, because of wrong passwords, anybody's.
 */
const PASSING = new Set([
  'Neo.ClientError.Security.AuthenticationRateLimit',
  'Neo.ClientError.Security.AuthorizationExpired',
  'Neo.ClientError.Cluster.NotALeader',
  'Neo.ClientError.General.ForbiddenOnReadOnlyDatabase',
]);

/** A transaction wanted more memory, or time, than it may have: a smaller one may fit. */
const TOO_LARGE =
  /^Neo\.(TransientError\.General\.(MemoryPoolOutOfMemoryError|OutOfMemoryError|TransactionMemoryLimit)|ClientError\.Transaction\.TransactionTimedOut(ClientConfiguration)?)$/;

/**
 * Turn what the driver threw into an error that says what can be done, without a trace of data.
 *
 * @param thrown - an error of `neo4j-driver`; its message may quote rows. One that is ours
 *   already is kept.
 * @returns {GraphUnavailableError}, {GraphAuthenticationError} or {GraphStatementError}
 */
export function toGraphError(thrown: unknown): Error {
  if (thrown instanceof PipelineError) return thrown;
  const code = codeOf(thrown);
  const isPassing =
    UNREACHABLE.has(code) ||
    isPoolExhausted(thrown, code) ||
    PASSING.has(code) ||
    TOO_LARGE.test(code);
  if (isPassing || code.startsWith('Neo.TransientError.')) return new GraphUnavailableError(code);
  if (code.startsWith('Neo.ClientError.Security.')) return new GraphAuthenticationError(code);
  return new GraphStatementError(code);
}

/** Whether a smaller transaction may succeed where this one failed. */
export function isTooLarge(error: unknown): boolean {
  return TOO_LARGE.test(codeOf(error));
}

/** The driver gives a pool without a free connection the code of its usage errors. */
function isPoolExhausted(thrown: unknown, code: string): boolean {
  return code === 'N/A' && /acquisition timed out/i.test(String((thrown as Error).message));
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return 'UNKNOWN';
  const code: unknown = Reflect.get(thrown, 'code');
  return typeof code === 'string' && code !== '' ? code : 'UNKNOWN';
}
