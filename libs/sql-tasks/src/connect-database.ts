import type { Json } from '@pipelines/core';
import postgres from 'postgres';
import { ConnectionLostError } from './database-errors.ts';
import { toConnectError, toStatementError } from './translate-driver-error.ts';

/** How to reach one PostgreSQL database. */
export type ConnectOptions = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly connectTimeoutSeconds: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Messages that the server sends beside results; dropped without a listener. */
  readonly onNotice?: (message: string) => void;
} & ({ readonly tls: 'off' } | { readonly tls: 'verify-full'; readonly ca: string });

/** What a statement gave back. */
export interface QueryResult {
  readonly rows: readonly Record<string, unknown>[];
  /** Rows returned, inserted, updated or deleted; of `create table as`, rows written. */
  readonly rowCount: number;
}

/** One connection to PostgreSQL. Statements run one after the other. */
export interface Database {
  /**
   * Run one statement.
   *
   * @param values - one text or null per `$n`; the server converts, so a cast in the text decides
   * @returns numbers beyond 32 bits, numerics, dates and times as text, unchanged
   * @throws {StatementFailedError} without any data of the statement or its rows
   * @throws {ConnectionLostError} now and for every later statement
   */
  query(text: string, values?: readonly (string | null)[]): Promise<QueryResult>;
  /** Close the connection; never throws, and never waits longer than a few seconds. */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_SECONDS = 5;

/**
 * Open one connection and prove that it works.
 *
 * The driver would open a new connection silently after a loss, in the middle of a transaction;
 * here a lost connection stays lost. Dates and times pass as text: the driver would read them in
 * this machine's time zone.
 *
 * @throws {DatabaseAuthenticationError} when user or password are refused
 * @throws {DatabaseUnreachableError} for everything else, TLS included
 */
export async function connectDatabase(options: ConnectOptions): Promise<Database> {
  const state = { isLost: false };
  const sql = postgres({
    host: options.host,
    port: options.port,
    database: options.database,
    username: options.user,
    password: options.password,
    ssl: options.tls === 'off' ? false : { ca: options.ca, host: options.host },
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: options.connectTimeoutSeconds,
    fetch_types: false,
    prepare: false,
    connection: { application_name: options.applicationName },
    onclose: () => {
      state.isLost = true;
    },
    onnotice: (notice) => options.onNotice?.(notice['message'] ?? ''),
    types: VALUES_AS_TEXT,
  });
  // The driver would wait the whole time for the end of a connection that has ended already.
  const close = (): Promise<void> => sql.end({ timeout: state.isLost ? 0 : CLOSE_TIMEOUT_SECONDS });
  try {
    await sql.unsafe('select 1');
    return { query: createQuery(sql, state), close };
  } catch (thrown) {
    await close();
    throw toConnectError(thrown, options);
  }
}

/**
 * The driver would convert a value by the type that the server expects of it: a text 'true' would
 * arrive as false, a time without its microseconds. Here text arrives as it is, and times come back
 * as text. The numbers are object ids of pg_type.dat.
 */
const VALUES_AS_TEXT = {
  time: { to: 1184, from: [1082, 1114, 1184], serialize: String, parse: String },
  boolean: { to: 16, from: [16], serialize: String, parse: (text: string) => text === 't' },
  bytes: { to: 17, from: [], serialize: String, parse: String },
  json: {
    to: 114,
    from: [114, 3802],
    serialize: String,
    parse: (text: string): Json => JSON.parse(text) as Json,
  },
};

function createQuery(sql: postgres.Sql, state: { isLost: boolean }): Database['query'] {
  return async (text, values = []) => {
    if (state.isLost) throw new ConnectionLostError('CONNECTION_CLOSED');
    try {
      const result = await sql.unsafe(text, [...values]);
      return { rows: [...result], rowCount: result.count ?? 0 };
    } catch (thrown) {
      const error = toStatementError(thrown);
      // The socket may report its end only later; until then the driver would write to it.
      if (error instanceof ConnectionLostError) state.isLost = true;
      throw error;
    }
  };
}
