import {
  createDatabase,
  dropDatabase,
  openPostgres,
  removePostgresData,
  type PostgresConnection,
} from '@pipelines/local-cloud';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

/** A server of a test file. */
export interface TestPostgres {
  /** Of the server's first database; better ask for one of your own. */
  readonly connection: PostgresConnection;
  /** An empty database that no other test sees. Gone after `stop`. */
  createDatabase(): Promise<PostgresConnection>;
  /** Ends the server and deletes everything that it wrote. */
  stop(): Promise<void>;
}

/** A server and how to be rid of it. */
interface Server {
  readonly connection: PostgresConnection;
  stop(): Promise<void>;
}

/** Test folders carry the process that made them, to be found when that was killed. */
const FOLDER_PREFIX = 'pipelines-test-';

/**
 * Start a PostgreSQL for a test file: embedded, in a temporary folder, in about a second.
 *
 * With POSTGRES_TEST_HOST (and _PORT, _USER, _PASSWORD) in the environment that server is used
 * instead; only the databases made here are dropped from it.
 *
 * ```ts
 * let postgres: TestPostgres;
 * beforeAll(async () => { postgres = await startTestPostgres(); });
 * afterAll(() => postgres.stop());
 * ```
 *
 * @throws {EngineStartError | NoPostgresError} as `openPostgres`
 */
export async function startTestPostgres(
  env: NodeJS.ProcessEnv = process.env,
): Promise<TestPostgres> {
  const server = env['POSTGRES_TEST_HOST'] ? await useGivenServer(env) : await startServer(env);
  const databases: string[] = [];
  return {
    connection: server.connection,
    async createDatabase() {
      const name = `test_${randomBytes(8).toString('hex')}`;
      databases.push(name);
      return createDatabase(server.connection, name);
    },
    async stop() {
      for (const name of databases.splice(0)) await dropDatabase(server.connection, name);
      await server.stop();
    },
  };
}

async function useGivenServer(env: NodeJS.ProcessEnv): Promise<Server> {
  return openPostgres({
    dataDir: tmpdir(), // Nothing is written for a given server.
    env: {
      POSTGRES_HOST: env['POSTGRES_TEST_HOST'],
      POSTGRES_PORT: env['POSTGRES_TEST_PORT'],
      POSTGRES_USER: env['POSTGRES_TEST_USER'],
      POSTGRES_PASSWORD: env['POSTGRES_TEST_PASSWORD'],
    },
  });
}

async function startServer(env: NodeJS.ProcessEnv): Promise<Server> {
  await removeAbandonedFolders();
  const dataDir = await mkdtemp(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  // Docker is left out: a container takes longer to start than most test files to run.
  const { HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR } = env;
  const engine = await openPostgres({
    dataDir,
    env: { HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR, PIPELINES_NO_DOCKER: '1' },
  });
  return {
    connection: engine.connection,
    async stop() {
      await engine.stop();
      await removeFolder(dataDir);
    },
  };
}

async function removeFolder(dataDir: string): Promise<void> {
  await removePostgresData(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}

/** A test run that was killed could not tidy up. Its engine ended with it; its folder did not. */
async function removeAbandonedFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(FOLDER_PREFIX) && Number(name.split('-')[2]);
    if (!pid || isAlive(pid)) continue;
    await removeFolder(join(tmpdir(), name)).catch(() => undefined);
  }
}
