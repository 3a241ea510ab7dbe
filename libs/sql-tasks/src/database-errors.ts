import { PipelineError } from '@pipelines/core';

/** Nothing answers at the configured address, or what answers is not the server we trust. */
export class DatabaseUnreachableError extends PipelineError {
  static {
    DatabaseUnreachableError.prototype.name = 'DatabaseUnreachableError';
  }

  /** Driver or SQLSTATE code: `ECONNREFUSED`, `CONNECT_TIMEOUT`, `3D000`. */
  readonly code: string;

  constructor(address: string, code: string, remedy: string) {
    super(`No connection to the database at ${address} (${code}): ${remedy}`);
    this.code = code;
  }
}

/** The server refuses the user or the password. A rotated secret may cure it; a retry does not. */
export class DatabaseAuthenticationError extends PipelineError {
  static {
    DatabaseAuthenticationError.prototype.name = 'DatabaseAuthenticationError';
  }

  constructor(address: string, user: string) {
    super(
      `The database at ${address} refuses user "${user}": check POSTGRES_USER and POSTGRES_PASSWORD, or the secret`,
    );
  }
}

/** The connection went away during a statement. The server has rolled the transaction back. */
export class ConnectionLostError extends PipelineError {
  static {
    ConnectionLostError.prototype.name = 'ConnectionLostError';
  }

  readonly code: string;

  constructor(code: string) {
    super(`The connection to the database was lost (${code}); the transaction is rolled back`);
    this.code = code;
  }
}

/** Facts of a server's error that carry no data. */
export interface StatementFailure {
  readonly sqlState: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  /** The server's message, only for SQLSTATE classes whose messages name objects, never values. */
  readonly safeMessage: string | undefined;
}

/**
 * A statement failed.
 *
 * Detail, context, hint, position and parameters of the server's error are dropped: they quote
 * rows. What is left says where to look.
 */
export class StatementFailedError extends PipelineError {
  static {
    StatementFailedError.prototype.name = 'StatementFailedError';
  }

  readonly sqlState: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;

  constructor(failure: StatementFailure) {
    super(describe(failure));
    this.sqlState = failure.sqlState;
    this.constraint = failure.constraint;
    this.table = failure.table;
  }
}

function describe({ sqlState, constraint, table, safeMessage }: StatementFailure): string {
  const facts = [
    `SQLSTATE ${sqlState}`,
    ...(constraint === undefined ? [] : [`constraint "${constraint}"`]),
    ...(table === undefined ? [] : [`table "${table}"`]),
    ...(safeMessage === undefined ? [] : [safeMessage]),
  ];
  return facts.join(', ');
}
