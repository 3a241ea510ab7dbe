import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { PostgresConnection } from '@pipelines/local-cloud';
import { connectDatabase, type Database } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import type { Ports } from '../src/ports.ts';
import type { Environment } from '../src/settings.ts';
import { connectAsOwner, createOneConflict } from './conflict-database.ts';
import { createTestPorts, handlerWith, type TestPorts } from './fake-ports.ts';

/** The Lambda beside a real database that holds one conflict, new for each test. */
export interface LambdaOnPostgres {
  readonly connection: PostgresConnection;
  /** A connection of the test's own, to look and to interfere. */
  readonly owner: Database;
  readonly portsWith: (environment?: Environment, replacements?: Partial<Ports>) => TestPorts;
  readonly invoke: (event: object, environment?: Environment) => Promise<unknown>;
}

/** Start a server for this test file, and a database for each of its tests. */
export function useLambdaOnPostgres(): LambdaOnPostgres {
  let postgres: TestPostgres;
  let connection: PostgresConnection;
  let owner: Database;

  beforeAll(async () => {
    postgres = await startTestPostgres();
  }, 60_000);
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    connection = await postgres.createDatabase();
    owner = await connectAsOwner(connection);
    await createOneConflict(owner);
  }, 30_000);
  afterEach(() => owner.close());

  const portsWith: LambdaOnPostgres['portsWith'] = (environment, replacements) =>
    createTestPorts({
      connect: connectDatabase,
      environment: { ...environmentOf(connection), ...environment },
      ...replacements,
    });
  return {
    get connection() {
      return connection;
    },
    get owner() {
      return owner;
    },
    portsWith,
    invoke: (event, environment) => handlerWith(portsWith(environment).ports)(event),
  };
}

function environmentOf(connection: PostgresConnection): Environment {
  return {
    POSTGRES_HOST: connection.host,
    POSTGRES_PORT: String(connection.port),
    POSTGRES_DATABASE: connection.database,
    POSTGRES_USER: connection.user,
    POSTGRES_PASSWORD: connection.password,
    POSTGRES_TLS: 'off',
  };
}
