import {
  ConnectionLostError,
  DatabaseAuthenticationError,
  DatabaseUnreachableError,
  StatementFailedError,
} from './database-errors.ts';

/**
 * SQLSTATE classes whose messages name tables, columns, roles or limits, but never a value:
 * 3D and 3F unknown database and schema, 42 syntax and access, 53 resources, 54 limits,
 * 55 locks, 57 intervention. (Class 22 and 23 messages quote data.)
 * Source: PostgreSQL documentation, appendix A, and its message catalogue.
 */
const CLASSES_WITHOUT_DATA = new Set(['3D', '3F', '42', '53', '54', '55', '57']);

/** Codes by which the server or the driver says that the connection is gone. */
const LOST = new Set([
  '57P01',
  '57P02',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

const REMEDIES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'check POSTGRES_HOST',
  ECONNREFUSED: 'is it running, and are POSTGRES_HOST and POSTGRES_PORT right?',
  CONNECT_TIMEOUT: 'no answer in time; check the network, security groups and POSTGRES_PORT',
  '3D000': 'there is no such database; check POSTGRES_DATABASE',
  '53300': 'the server has no free connection; try again later',
  '57P03': 'the server is starting up or shutting down; try again',
};

/** Where a connection goes, as messages may show it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/**
 * Turn what the driver threw while connecting into an error that says what to check.
 *
 * @param thrown - an error of `postgres`, of the TLS layer or of the server
 * @returns {DatabaseAuthenticationError} for SQLSTATE class 28, else {DatabaseUnreachableError}
 */
export function toConnectError(
  thrown: unknown,
  { host, port, user }: Address,
): DatabaseAuthenticationError | DatabaseUnreachableError {
  const code = codeOf(thrown);
  const address = `${host}:${port}`;
  if (code.startsWith('28')) return new DatabaseAuthenticationError(address, user);
  const remedy = REMEDIES[code] ?? (isTlsCode(code) ? tlsRemedy(host) : 'see the code');
  return new DatabaseUnreachableError(address, code, remedy);
}

/**
 * Turn what the driver threw for a statement into an error without a trace of data.
 *
 * @param thrown - an error of `postgres`; its message, detail, where, hint and query may quote rows
 * @returns {ConnectionLostError} or {StatementFailedError}; an error that is ours already is kept
 */
export function toStatementError(thrown: unknown): Error {
  if (thrown instanceof ConnectionLostError || thrown instanceof StatementFailedError) {
    return thrown;
  }
  const code = codeOf(thrown);
  if (LOST.has(code)) return new ConnectionLostError(code);
  return new StatementFailedError({
    sqlState: code,
    constraint: textField(thrown, 'constraint_name'),
    table: textField(thrown, 'table_name'),
    safeMessage: CLASSES_WITHOUT_DATA.has(code.slice(0, 2))
      ? textField(thrown, 'message')
      : undefined,
  });
}

function codeOf(thrown: unknown): string {
  return textField(thrown, 'code') ?? 'UNKNOWN';
}

function textField(thrown: unknown, field: string): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const value: unknown = Reflect.get(thrown, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isTlsCode(code: string): boolean {
  return /CERT|SIGNATURE|^ERR_(TLS|SSL)/.test(code);
}

function tlsRemedy(host: string): string {
  return `its certificate does not prove that it is "${host}" (TLS is verified against the bundled certificates)`;
}
