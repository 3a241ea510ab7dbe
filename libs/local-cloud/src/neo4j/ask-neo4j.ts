import type { Session } from 'neo4j-driver';
import type { Neo4jEngine } from './neo4j-engine.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Who enters where. */
export type Neo4jAddress = Pick<Neo4jEngine, 'uri' | 'user' | 'password' | 'database'>;

/**
 * Run `job` in a session of its own and close everything. Nothing is retried.
 *
 * The driver is loaded here and not before: it takes 0.1 s, and most commands need no graph.
 *
 * @throws the driver's error, with its `code`
 */
export async function withNeo4j<Result>(
  { uri, user, password, database }: Neo4jAddress,
  job: (session: Session) => Promise<Result>,
): Promise<Result> {
  const { driver: createDriver, auth } = await import('neo4j-driver');
  const driver = createDriver(uri, auth.basic(user, password), {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    connectionAcquisitionTimeout: CONNECT_TIMEOUT_MS,
    maxTransactionRetryTime: 0,
    telemetryDisabled: true,
  });
  try {
    return await job(driver.session({ database }));
  } finally {
    await driver.close();
  }
}

/**
 * Version as the server says it, `5.26.30`; also the proof that the password opens the door.
 *
 * @throws the driver's error, with its `code`
 */
export async function readNeo4jVersion(address: Neo4jAddress): Promise<string> {
  return withNeo4j(address, async (session) => {
    const { records } = await session.run(
      "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]",
    );
    return String(records[0]?.get(0) ?? 'unknown');
  });
}
