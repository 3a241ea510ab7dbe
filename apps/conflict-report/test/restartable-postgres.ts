import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDatabase,
  openPostgres,
  type PostgresConnection,
  type PostgresEngine,
  removePostgresData,
} from '@pipelines/local-cloud';
import type { TestPostgres } from '@pipelines/testing';
import { connectTo, type GoldenDatabase } from './golden-database.ts';

/** How a server goes down: fast rolls back and says so, immediate leaves a crash to recover from. */
export type Shutdown = 'fast' | 'immediate';

/** A server of a test file that the test may take down. */
export interface RestartablePostgres extends TestPostgres {
  /** Resolves once the server is gone. */
  readonly shutDown: (manner: Shutdown) => Promise<void>;
  /** Start it again on the same data, and open the same database, perhaps at another port. */
  readonly reopen: (connection: PostgresConnection) => Promise<GoldenDatabase>;
}

/** Start a server of its own in a temporary folder; POSTGRES_TEST_HOST is not asked to restart. */
export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'conflict-report-test-'));
  const { HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR } = process.env;
  const env = { HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR, PIPELINES_NO_DOCKER: '1' };
  const open = (): Promise<PostgresEngine> => openPostgres({ dataDir, env });
  let engine = await open();
  let count = 0;
  return {
    connection: engine.connection,
    createDatabase: () => createDatabase(engine.connection, `restarted_${count++}`),
    async shutDown(manner) {
      if (manner === 'immediate') await killAtOnce(engine.connection);
      await engine.stop();
    },
    async reopen({ database: name }) {
      engine = await open();
      const connection = { ...engine.connection, database: name };
      return { connection, database: await connectTo(connection) };
    },
    async stop() {
      await engine.stop();
      await removePostgresData(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** SIGQUIT to the first process of the server: no roll-back, no checkpoint. */
async function killAtOnce(connection: PostgresConnection): Promise<void> {
  const database = await connectTo(connection);
  const { rows } = await database.query(
    `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer as pid`,
  );
  process.kill(Number(rows[0]?.['pid']), 'SIGQUIT');
  await database.close();
}
