import { join } from 'node:path';
import { freePorts } from '../embedded/free-port.ts';
import { lastPort } from '../state/owner.ts';
import { ensurePassword, type StateFolder } from '../state/state-folder.ts';
import { archiveArguments } from './class-archive.ts';
import {
  NEO4J_DATABASE,
  NEO4J_USER,
  type OpenNeo4jOptions,
  type StartedNeo4j,
} from './neo4j-engine.ts';
import { Neo4jStartError } from './neo4j-errors.ts';
import { prepareHome } from './neo4j-home.ts';
import { NEO4J_VERSION, prepareNeo4j } from './neo4j-programs.ts';
import { recoverHome } from './recover-home.ts';
import { startJvm, type RunningJvm } from './start-jvm.ts';

const DEFAULT_HEAP_MIB = 512;
const MOST_ATTEMPTS = 5;
/** Compiles sooner and worse: right for a test, wrong for a load. */
const QUICK_START = ['-XX:TieredStopAtLevel=1'];

/** Where the store of a state folder lies. */
export function homeOf(folder: StateFolder): string {
  return join(folder.path, 'home');
}

/**
 * Run the folder's store with the jars that Maven fetched.
 *
 * To be called under the folder's lock, when no live process owns the engine. A port that was
 * taken since it was looked at costs one attempt.
 *
 * @throws {Neo4jUnavailableError | Neo4jStartError} as `prepareNeo4j`, and when a step fails
 */
export async function openEmbeddedNeo4j(
  folder: StateFolder,
  options: OpenNeo4jOptions,
): Promise<StartedNeo4j> {
  const { onProgress, signal, heapMib = DEFAULT_HEAP_MIB, isThrowaway = false } = options;
  const home = homeOf(folder);
  const password = await ensurePassword(folder);
  await recoverHome(home, signal);
  const programs = await prepareNeo4j(options);
  const archive = await archiveArguments(programs, options);
  onProgress?.(`Starting embedded Neo4j ${NEO4J_VERSION} on Java ${programs.java.version}`);
  const further = [...archive, ...(isThrowaway ? QUICK_START : [])];
  const stopSignal = isThrowaway ? 'KILL' : 'TERM';
  const { port, server } = await startOnFreePort(await lastPort(folder), async (candidate) => {
    await prepareHome(home, candidate, password);
    return startJvm({ programs, home, heapMib, further, stopSignal, signal });
  });
  const connection = { host: '127.0.0.1', port, database: NEO4J_DATABASE, user: NEO4J_USER };
  return { connection: { ...connection, password }, stop: () => server.stop() };
}

async function startOnFreePort(
  preferred: number | undefined,
  start: (port: number) => Promise<RunningJvm>,
): Promise<{ port: number; server: RunningJvm }> {
  let attempts = 0;
  for await (const port of freePorts(preferred)) {
    try {
      return { port, server: await start(port) };
    } catch (error) {
      attempts += 1;
      const isPortTaken = error instanceof Neo4jStartError && /already in use/i.test(error.message);
      if (!isPortTaken || attempts === MOST_ATTEMPTS) throw error;
    }
  }
  throw new Neo4jStartError('start', 'no free port');
}
