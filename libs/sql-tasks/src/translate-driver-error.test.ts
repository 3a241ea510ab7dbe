import { describe, expect, it } from '@jest/globals';
import { ConnectionLostError, StatementFailedError } from './database-errors.ts';
import { toConnectError, toStatementError } from './translate-driver-error.ts';

const address = { host: 'db.example', port: 5432, user: 'etl' };

/** What the driver throws: a server error with every field that may quote a row. */
function serverError(code: string): Error {
  return Object.assign(new Error('duplicate key 666-12-3456'), {
    code,
    detail: 'Key (ssn)=(666-12-3456) already exists.',
    where: 'COPY t, line 1: "666-12-3456"',
    hint: '666-12-3456',
    internal_query: "select '666-12-3456'",
    parameters: ['666-12-3456'],
    query: "insert '666-12-3456'",
    constraint_name: 'people_ssn_key',
    table_name: 'people',
  });
}

describe('toStatementError', () => {
  it.each(['22P02', '22001', '23505', '23514', '23502', '40P01', 'P0001', 'XX000'])(
    'keeps the facts and none of the data of SQLSTATE %s',
    (sqlState) => {
      const error = toStatementError(serverError(sqlState));

      expect(error).toMatchObject({
        name: 'StatementFailedError',
        sqlState,
        constraint: 'people_ssn_key',
        table: 'people',
      });
      expect(JSON.stringify([error.message, error.stack, error.cause, error])).not.toContain(
        '666-12',
      );
    },
  );

  it('keeps the message of a class that names objects only', () => {
    const thrown = Object.assign(new Error('relation "conflict.mph" does not exist'), {
      code: '42P01',
    });

    expect(toStatementError(thrown).message).toBe(
      'SQLSTATE 42P01, relation "conflict.mph" does not exist',
    );
  });

  it.each(['57P01', 'CONNECTION_CLOSED', 'ECONNRESET'])('reads %s as a lost connection', (code) => {
    expect(toStatementError(Object.assign(new Error('x'), { code }))).toBeInstanceOf(
      ConnectionLostError,
    );
  });

  it('keeps an error that is translated already', () => {
    const error = new StatementFailedError({
      sqlState: '22012',
      constraint: undefined,
      table: undefined,
      safeMessage: undefined,
    });

    expect(toStatementError(error)).toBe(error);
  });

  it('admits that it knows nothing of a thrown text', () => {
    expect(toStatementError('666-12-3456').message).toBe('SQLSTATE UNKNOWN');
  });
});

describe('toConnectError', () => {
  it('reads every code of class 28 as refused credentials and names the user', () => {
    const error = toConnectError({ code: '28P01' }, address);

    expect(error.name).toBe('DatabaseAuthenticationError');
    expect(error.message).toContain('db.example:5432 refuses user "etl"');
  });

  it.each([
    ['ECONNREFUSED', 'POSTGRES_PORT'],
    ['ENOTFOUND', 'POSTGRES_HOST'],
    ['3D000', 'POSTGRES_DATABASE'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['EWHATEVER', 'EWHATEVER'],
  ])('says what to check for %s', (code, remedy) => {
    const error = toConnectError({ code }, address);

    expect(error.name).toBe('DatabaseUnreachableError');
    expect(error.message).toContain(remedy);
  });
});
