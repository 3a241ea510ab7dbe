import { messageOf } from '@pipelines/core';
import { rm } from 'node:fs/promises';
import { orAborted } from '../or-aborted.ts';
import { withOpenLock } from '../state/open-lock.ts';
import { claimEngine, readLiveOwner } from '../state/owner.ts';
import { ensurePassword, openStateFolder, type StateFolder } from '../state/state-folder.ts';
import { readNeo4jVersion } from './ask-neo4j.ts';
import { dockerNeo4j, type DockerNeo4j } from './docker-neo4j.ts';
import { homeOf, openEmbeddedNeo4j } from './embedded-neo4j.ts';
import { openGivenNeo4j } from './given-neo4j.ts';
import {
  boltUri,
  type BoltConnection,
  type Neo4jEngine,
  type OpenNeo4jOptions,
  type StartedNeo4j,
} from './neo4j-engine.ts';
import { hasStore } from './neo4j-home.ts';

const DOCKER_HEAP_MIB = 512;

/** The machine's two ways to run a server; a test passes its own. */
export interface Neo4jProviders {
  readonly docker: DockerNeo4j;
  openEmbedded(folder: StateFolder, options: OpenNeo4jOptions): Promise<StartedNeo4j>;
}

const machineProviders: Neo4jProviders = { docker: dockerNeo4j, openEmbedded: openEmbeddedNeo4j };

/**
 * Open a Neo4j: the given one, else a running one of this folder, else start one.
 *
 * The chain: `NEO4J_URI` → an engine that a live process runs on the same folder (shared) →
 * Docker by testcontainers, unless PIPELINES_NO_DOCKER=1 → Neo4j Community on a Java that is
 * found or fetched. Two openers at once agree: one starts, the other shares. An engine ends with
 * the process that started it, also when that is killed; its data stays for the next opening.
 *
 * @throws {GivenNeo4jUnreachableError | GivenNeo4jRefusedError} for a given server
 * @throws {Neo4jUnavailableError} when no link of the chain exists here
 * @throws {Neo4jStartError} when the embedded engine fails
 * Source: embedded.md sections 3 and 5; sbir-contracts.md section 7.2
 */
export async function openNeo4j(options: OpenNeo4jOptions): Promise<Neo4jEngine> {
  return openNeo4jWith(machineProviders, options);
}

/** As `openNeo4j`, with the providers passed in. */
export async function openNeo4jWith(
  providers: Neo4jProviders,
  options: OpenNeo4jOptions,
): Promise<Neo4jEngine> {
  options.signal?.throwIfAborted();
  if (options.env['NEO4J_URI']) return openGivenNeo4j(options);
  const folder = await openStateFolder(options.dataDir, 'neo4j');
  return withOpenLock(
    folder.lockFile,
    options.signal,
    async () => (await joinRunning(folder, options)) ?? (await start(folder, providers, options)),
  );
}

/**
 * Delete the Neo4j of a state folder: store, password and owner note. To be called when no engine
 * runs on it.
 */
export async function removeNeo4jData(dataDir: string): Promise<void> {
  const folder = await openStateFolder(dataDir, 'neo4j');
  await rm(folder.path, { recursive: true, force: true });
}

async function joinRunning(
  folder: StateFolder,
  { onProgress }: OpenNeo4jOptions,
): Promise<Neo4jEngine | undefined> {
  const owner = await readLiveOwner(folder);
  if (!owner?.process) return undefined;
  const connection = { ...owner.connection, password: await ensurePassword(folder) };
  // An engine that died under its owner does not answer: it is started anew, by us.
  const version = await versionOf(connection).catch(() => undefined);
  if (version === undefined) return undefined;
  onProgress?.(`Sharing the Neo4j of process ${owner.process.pid}, port ${connection.port}`);
  return describe(connection, { provider: 'shared', version, stop: async () => undefined });
}

async function start(
  folder: StateFolder,
  providers: Neo4jProviders,
  options: OpenNeo4jOptions,
): Promise<Neo4jEngine> {
  const { provider, server } = await startFirst(folder, providers, options);
  const { connection } = server;
  try {
    const version = await orAborted(versionOf(connection), options.signal);
    const release = await claimEngine(folder, provider, connection);
    options.signal?.throwIfAborted();
    options.onProgress?.(`Neo4j ${version} (${provider}) on port ${connection.port}`);
    let stopping: Promise<void> | undefined;
    // Stopping twice is stopping once: an exit handler and a `finally` may both ask.
    const stop = (): Promise<void> => (stopping ??= release().then(() => server.stop()));
    return describe(connection, { provider, version, stop });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

interface Started {
  readonly provider: 'testcontainers' | 'embedded';
  readonly server: StartedNeo4j;
}

/** A folder that holds an embedded store stays with it: its data must not seem to vanish. */
async function startFirst(
  folder: StateFolder,
  providers: Neo4jProviders,
  options: OpenNeo4jOptions,
): Promise<Started> {
  const isDockerAllowed = options.env['PIPELINES_NO_DOCKER'] !== '1';
  if (isDockerAllowed && !hasStore(homeOf(folder))) {
    const server = await startInDocker(folder, providers.docker, options);
    if (server) return { provider: 'testcontainers', server };
  }
  return { provider: 'embedded', server: await providers.openEmbedded(folder, options) };
}

async function startInDocker(
  folder: StateFolder,
  docker: DockerNeo4j,
  { env, signal, onProgress, heapMib = DOCKER_HEAP_MIB }: OpenNeo4jOptions,
): Promise<StartedNeo4j | undefined> {
  if (!(await docker.isEngineRunning(env))) return undefined;
  signal?.throwIfAborted();
  try {
    onProgress?.('Starting Neo4j in Docker');
    const password = await ensurePassword(folder);
    const starting = docker.start({ volume: folder.path, password, heapMib });
    // Docker itself cannot be interrupted in a pull.
    const server = await orAborted(starting, signal, (late) => late.stop());
    return await keptIfAnswering(server);
  } catch (error) {
    signal?.throwIfAborted();
    onProgress?.(`Docker answers, its Neo4j does not start: ${messageOf(error)}`);
    return undefined;
  }
}

async function keptIfAnswering(server: StartedNeo4j): Promise<StartedNeo4j> {
  try {
    await versionOf(server.connection);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function versionOf(connection: BoltConnection): Promise<string> {
  return readNeo4jVersion({ ...connection, uri: boltUri(connection) });
}

function describe(
  { host, port, user, password, database }: BoltConnection,
  engine: Pick<Neo4jEngine, 'provider' | 'version' | 'stop'>,
): Neo4jEngine {
  return { uri: boltUri({ host, port }), user, password, database, ...engine };
}
