import neo4j, { type Driver, type ManagedTransaction, type Session } from 'neo4j-driver';
import { checkGraphUri } from './graph-address.ts';
import { isTooLarge, toGraphError } from './translate-driver-error.ts';

/** Where a graph is and who enters. */
export interface GraphOptions {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Accept an unprotected scheme to another machine (NEO4J_ALLOW_INSECURE). */
  readonly isInsecureAllowed?: boolean;
  /** Transactions at once; default 4. */
  readonly sessions?: number;
  /** How long a transaction waits for a server that restarts or changes its leader; 30 s. */
  readonly retryTimeMs?: number;
}

/** What statements changed, as the server counts it. */
export interface GraphWrites {
  readonly nodesCreated: number;
  readonly nodesDeleted: number;
  readonly relationshipsCreated: number;
  readonly relationshipsDeleted: number;
  readonly propertiesSet: number;
}

/** A row of a result, by column. Whole numbers are bigint. */
export type GraphRow = Readonly<Record<string, unknown>>;

/** Statements of one transaction. */
export interface GraphTransaction {
  run(
    cypher: string,
    parameters?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly rows: readonly GraphRow[]; readonly writes: GraphWrites }>;
}

/** How to see a transaction. */
export interface WriteOptions {
  /** False for what is no content of the graph: a lock. */
  readonly isCounted?: boolean;
}

/** An open graph. Every error is one of `graph-errors.ts`. */
export interface Graph {
  readonly database: string;
  readonly sessions: number;
  /** A query on its own; rows one after the other, in bounded memory. */
  read(cypher: string, parameters?: Readonly<Record<string, unknown>>): AsyncIterable<GraphRow>;
  /** A managed transaction: `work` runs again after a deadlock, so it must do all its work anew. */
  write<Result>(
    work: (transaction: GraphTransaction) => Promise<Result>,
    options?: WriteOptions,
  ): Promise<Result>;
  /** What all committed transactions of this connection changed, but those that are not counted. */
  writes(): GraphWrites;
  close(): Promise<void>;
}

const DEFAULT_SESSIONS = 4;
const CONNECT_TIMEOUT_MS = 30_000;
/** Load balancers cut what is silent for 350 s, hosted graphs what is 20 minutes old. */
const CONNECTION_LIFETIME_MS = 300_000;
const LIVENESS_CHECK_MS = 30_000;
const TRANSACTION_TIMEOUT_MS = 300_000;
const DEFAULT_RETRY_TIME_MS = 30_000;
const MOST_RETRIES = 3;

/**
 * Connect to a graph and see that it lets us in.
 *
 * @throws {GraphAddressRefusedError} before any connection, see `checkGraphUri`
 * @throws {GraphUnavailableError | GraphAuthenticationError} when it does not answer, or refuses
 */
export async function connectGraph(options: GraphOptions): Promise<Graph> {
  const { uri, user, password, database, sessions = DEFAULT_SESSIONS } = options;
  checkGraphUri(uri, options.isInsecureAllowed ?? false);
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), {
    maxConnectionPoolSize: sessions + 1,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    connectionAcquisitionTimeout: 2 * CONNECT_TIMEOUT_MS,
    maxConnectionLifetime: CONNECTION_LIFETIME_MS,
    connectionLivenessCheckTimeout: LIVENESS_CHECK_MS,
    maxTransactionRetryTime: options.retryTimeMs ?? DEFAULT_RETRY_TIME_MS,
    useBigInt: true,
    telemetryDisabled: true,
  });
  try {
    // Unlike verifyConnectivity, a query also proves that the database is there.
    await driver.executeQuery('RETURN 1', {}, { database });
  } catch (error) {
    await driver.close();
    throw toGraphError(error);
  }
  return graphOn(driver, { database, sessions });
}

function graphOn(
  driver: Driver,
  { database, sessions }: Pick<Graph, 'database' | 'sessions'>,
): Graph {
  const total: Record<keyof GraphWrites, number> = {
    nodesCreated: 0,
    nodesDeleted: 0,
    relationshipsCreated: 0,
    relationshipsDeleted: 0,
    propertiesSet: 0,
  };
  const write: Graph['write'] = async (work, { isCounted = true } = {}) => {
    const session = driver.session({ database, defaultAccessMode: neo4j.session.WRITE });
    const { result, writes } = await runManaged(session, work);
    if (!isCounted) return result;
    for (const name of Object.keys(total) as (keyof GraphWrites)[]) {
      total[name] += writes.reduce((sum, one) => sum + one[name], 0);
    }
    return result;
  };
  return {
    database,
    sessions,
    read: (cypher, parameters) => readRows(driver, database, { cypher, parameters }),
    write,
    writes: () => ({ ...total }),
    close: () => driver.close(),
  };
}

async function* readRows(
  driver: Driver,
  database: string,
  query: { cypher: string; parameters: Readonly<Record<string, unknown>> | undefined },
): AsyncGenerator<GraphRow> {
  const session = driver.session({ database, defaultAccessMode: neo4j.session.READ });
  try {
    const result = session.run(query.cypher, query.parameters, { timeout: TRANSACTION_TIMEOUT_MS });
    for await (const record of result) yield record.toObject();
  } catch (error) {
    throw toGraphError(error);
  } finally {
    await session.close();
  }
}

/** The driver limits retries by time alone; a load that deadlocks for ever must end sooner. */
async function runManaged<Result>(
  session: Session,
  work: (transaction: GraphTransaction) => Promise<Result>,
): Promise<{ result: Result; writes: GraphWrites[] }> {
  let attempts = 0;
  try {
    return await session.executeWrite(
      async (managed) => {
        const writes: GraphWrites[] = [];
        try {
          return { result: await work(transactionOn(managed, writes)), writes };
        } catch (error) {
          attempts += 1;
          // An error of ours is not retried by the driver.
          throw attempts > MOST_RETRIES || isTooLarge(error) ? toGraphError(error) : error;
        }
      },
      { timeout: TRANSACTION_TIMEOUT_MS },
    );
  } catch (error) {
    throw toGraphError(error);
  } finally {
    await session.close();
  }
}

function transactionOn(managed: ManagedTransaction, writes: GraphWrites[]): GraphTransaction {
  return {
    async run(cypher, parameters) {
      const { records, summary } = await managed.run(cypher, parameters);
      const updates = summary.counters.updates();
      writes.push(updates);
      return { rows: records.map((record) => record.toObject()), writes: updates };
    },
  };
}
