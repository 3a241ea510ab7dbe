import type { Neo4jEngine } from '@pipelines/local-cloud';
import neo4j from 'neo4j-driver';

const CONNECT_TIMEOUT_MS = 10_000;

/** The rows of a statement, as they arrive. Whole numbers are bigint. */
export interface CypherRows {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly unknown[]>;
}

/**
 * Run one statement in its own transaction and hand its rows to `use`, in bounded memory.
 *
 * Without `isWrite` the server refuses whatever would change the graph.
 *
 * @param options - `signal` cuts the connection
 * @throws the server's error, whose message may quote what was typed
 */
export async function runCypher<T>(
  engine: Neo4jEngine,
  statement: string,
  options: {
    readonly isWrite: boolean;
    readonly signal: AbortSignal;
    use(result: CypherRows): Promise<T>;
  },
): Promise<T> {
  const { uri, user, password, database } = engine;
  const { signal } = options;
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    connectionAcquisitionTimeout: CONNECT_TIMEOUT_MS,
    maxTransactionRetryTime: 0,
    useBigInt: true,
    telemetryDisabled: true,
  });
  const stop = (): void => void driver.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const access = options.isWrite ? neo4j.session.WRITE : neo4j.session.READ;
    const session = driver.session({ database, defaultAccessMode: access });
    const result = session.run(statement);
    const columns = await result.keys();
    return await options.use({ columns, rows: rowsOf(result, columns) });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await driver.close();
  }
}

async function* rowsOf(
  result: ReturnType<ReturnType<ReturnType<typeof neo4j.driver>['session']>['run']>,
  columns: readonly string[],
): AsyncGenerator<readonly unknown[]> {
  for await (const record of result) {
    yield columns.map((_, index) => record.get(index) as unknown);
  }
}
