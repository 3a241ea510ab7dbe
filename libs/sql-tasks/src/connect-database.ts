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
  let isClosed = false;
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
      isClosed = true;
    },
    onnotice: (notice) => options.onNotice?.(notice['message'] ?? ''),
    types: { timesAsText },
  });
  // The driver would wait the whole time for the end of a connection that has ended already.
  const close = (): Promise<void> => sql.end({ timeout: isClosed ? 0 : CLOSE_TIMEOUT_SECONDS });
  try {
    await sql.unsafe('select 1');
    return { query: createQuery(sql, () => isClosed), close };
  } catch (thrown) {
    await close();
    throw toConnectError(thrown, options);
  }
}

/** Object ids of date, timestamp and timestamptz (pg_type.dat). */
const TIME_TYPES = [1082, 1114, 1184];
const timesAsText = {
  to: 1184,
  from: TIME_TYPES,
  serialize: (text: string) => text,
  parse: (text: string) => text,
};

function createQuery(sql: postgres.Sql, isClosed: () => boolean): Database['query'] {
  return async (text, values = []) => {
    if (isClosed()) throw new ConnectionLostError('CONNECTION_CLOSED');
    try {
      const result = await sql.unsafe(text, [...values]);
      return { rows: [...result], rowCount: result.count ?? 0 };
    } catch (thrown) {
      throw toStatementError(thrown);
    }
  };
}
