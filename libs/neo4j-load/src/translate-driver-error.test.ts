import { describe, expect, it } from '@jest/globals';
import { GraphStatementError } from './graph-errors.ts';
import { isTooLarge, toGraphError } from './translate-driver-error.ts';

/** What the driver throws; its message quotes a row. */
const thrown = (code: string, message = "property `id` = 'canary'"): Error =>
  Object.assign(new Error(message), { code });

describe('toGraphError', () => {
  it.each([
    ['ServiceUnavailable', 'GraphUnavailableError'],
    ['SessionExpired', 'GraphUnavailableError'],
    ['ECONNRESET', 'GraphUnavailableError'],
    ['Neo.TransientError.Transaction.DeadlockDetected', 'GraphUnavailableError'],
    ['Neo.ClientError.Transaction.TransactionTimedOut', 'GraphUnavailableError'],
    ['Neo.ClientError.Cluster.NotALeader', 'GraphUnavailableError'],
    ['Neo.ClientError.Security.Unauthorized', 'GraphAuthenticationError'],
    ['Neo.ClientError.Security.CredentialsExpired', 'GraphAuthenticationError'],
    ['Neo.ClientError.Security.AuthenticationRateLimit', 'GraphUnavailableError'],
    ['Neo.ClientError.Security.AuthorizationExpired', 'GraphUnavailableError'],
    ['Neo.ClientError.Schema.ConstraintValidationFailed', 'GraphStatementError'],
    ['Neo.ClientError.Statement.SyntaxError', 'GraphStatementError'],
    ['Neo.DatabaseError.General.UnknownError', 'GraphStatementError'],
    ['N/A', 'GraphStatementError'],
  ])('reads %s as %s and drops the message', (code, name) => {
    const error = toGraphError(thrown(code));

    expect(error).toMatchObject({ name, code });
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain(
      'canary',
    );
  });

  it('reads a pool without a free connection as unavailable', () => {
    const error = toGraphError(thrown('N/A', 'Connection acquisition timed out in 60000 ms.'));

    expect(error.name).toBe('GraphUnavailableError');
  });

  it('keeps an error that is translated already', () => {
    const error = new GraphStatementError('X');

    expect(toGraphError(error)).toBe(error);
  });

  it.each([undefined, null, 'canary', {}])('admits that it knows nothing of %p', (value) => {
    expect(toGraphError(value).message).toBe('The graph refused a statement: UNKNOWN');
  });
});

describe('isTooLarge', () => {
  it.each([
    ['Neo.TransientError.General.MemoryPoolOutOfMemoryError', true],
    ['Neo.ClientError.Transaction.TransactionTimedOut', true],
    ['Neo.TransientError.Transaction.DeadlockDetected', false],
    ['ServiceUnavailable', false],
  ])('of %s is %p, translated or not', (code, expected) => {
    expect([isTooLarge(thrown(code)), isTooLarge(toGraphError(thrown(code)))]).toEqual([
      expected,
      expected,
    ]);
  });
});
