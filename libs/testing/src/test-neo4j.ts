import { describe } from '@jest/globals';
import { canEmbedNeo4j, emptyNeo4j, openNeo4j, type Neo4jEngine } from '@pipelines/local-cloud';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

/** For `beforeAll`: the first start on a machine fetches 125 MB, the others take seconds. */
export const TEST_NEO4J_TIMEOUT_MS = 600_000;

/** The folder's name ends in the process that made it, to be found when that has ended. */
const FOLDER_PREFIX = 'pipelines-test-neo4j-';

/** A Neo4j of a test file. */
export interface TestNeo4j {
  readonly engine: Neo4jEngine;
  /** Delete every node, relationship, index and constraint: Community has one database only. */
  clear(): Promise<void>;
}

/**
 * `describe` for tests that need a Neo4j. Where none can be run they are skipped, and the title
 * says why.
 */
export function describeWithNeo4j(title: string, tests: () => void): void {
  if (process.env['NEO4J_TEST_URI'] || canEmbedNeo4j(process.env)) describe(title, tests);
  else describe.skip(`${title} (skipped: needs Java 17 or newer)`, tests);
}

/**
 * The Neo4j of this process, started the first time: embedded, in a temporary folder, in 4 to 12
 * seconds. A process runs its test files one after the other; each finds it running, calls `clear`
 * before its tests, and leaves it. It ends with the process, and the next run deletes the folder.
 *
 * With NEO4J_TEST_URI (and _USER, _PASSWORD) in the environment that server is used instead, and
 * emptied.
 *
 * ```ts
 * let neo4j: TestNeo4j;
 * beforeAll(async () => { neo4j = await startTestNeo4j(); }, TEST_NEO4J_TIMEOUT_MS);
 * beforeEach(() => neo4j.clear());
 * ```
 *
 * @throws {Neo4jStartError | Neo4jUnavailableError} as `openNeo4j`
 */
export async function startTestNeo4j(env: NodeJS.ProcessEnv = process.env): Promise<TestNeo4j> {
  const engine = env['NEO4J_TEST_URI'] ? await useGivenServer(env) : await startServer(env);
  return { engine, clear: () => emptyNeo4j(engine) };
}

async function useGivenServer(env: NodeJS.ProcessEnv): Promise<Neo4jEngine> {
  return openNeo4j({
    dataDir: tmpdir(), // Nothing is written for a given server.
    env: {
      NEO4J_URI: env['NEO4J_TEST_URI'],
      NEO4J_USER: env['NEO4J_TEST_USER'],
      NEO4J_PASSWORD: env['NEO4J_TEST_PASSWORD'],
    },
  });
}

async function startServer(env: NodeJS.ProcessEnv): Promise<Neo4jEngine> {
  await removeAbandonedFolders();
  const dataDir = join(tmpdir(), `${FOLDER_PREFIX}${process.pid}`);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Docker is left out: a container takes longer to start than most test files to run.
  const ownEnv = { ...env, NEO4J_URI: undefined, PIPELINES_NO_DOCKER: '1' };
  return openNeo4j({ dataDir, env: ownEnv, isThrowaway: true });
}

async function removeAbandonedFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(FOLDER_PREFIX) && Number(name.slice(FOLDER_PREFIX.length));
    if (!pid || isAlive(pid)) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
