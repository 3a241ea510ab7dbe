import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { StartedServer } from '../postgres-engine.ts';

const IMAGE = 'postgres:18-alpine';
const POSTGRES_PORT = 5432;
const USER = 'pipelines';
const START_TIMEOUT_MS = 120_000;

/** What a container needs. */
export interface DockerStartOptions {
  /** Names the volume that keeps the data: one per state folder. */
  readonly volume: string;
  readonly password: string;
}

/** PostgreSQL in a container. An interface, so that the choice of the chain can be tested. */
export interface DockerPostgres {
  /** Whether an engine answers; a client program without an engine does not count. */
  isEngineRunning(env: Readonly<Record<string, string | undefined>>): Promise<boolean>;
  /** @throws whatever Docker says when the image cannot be pulled or the container not started */
  start(options: DockerStartOptions): Promise<StartedServer>;
}

/** By testcontainers, whose reaper removes the container when this process is killed. */
export const dockerPostgres: DockerPostgres = {
  async isEngineRunning(env) {
    // Loading testcontainers costs a second: not where its own search could find nothing.
    if (!hasEngineAddress(env)) return false;
    const { getContainerRuntimeClient } = await import('testcontainers');
    return getContainerRuntimeClient().then(
      () => true,
      () => false,
    );
  },
  start: startContainer,
};

/** The places where testcontainers looks for an engine, besides Windows' pipe. */
function hasEngineAddress(env: Readonly<Record<string, string | undefined>>): boolean {
  if (process.platform === 'win32' || env['DOCKER_HOST']) return true;
  const home = env['HOME'] ?? homedir();
  const runtimeFolder = env['XDG_RUNTIME_DIR'] ?? `/run/user/${process.getuid?.() ?? 0}`;
  return [
    '/var/run/docker.sock',
    join(runtimeFolder, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(home, '.testcontainers.properties'),
  ].some((path) => existsSync(path));
}

async function startContainer({ volume, password }: DockerStartOptions): Promise<StartedServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const name = `pipelines-${createHash('sha256').update(volume).digest('hex').slice(0, 16)}`;
  const container = await new GenericContainer(IMAGE)
    .withEnvironment({ POSTGRES_USER: USER, POSTGRES_DB: 'postgres', POSTGRES_PASSWORD: password })
    .withBindMounts([{ source: name, target: '/var/lib/postgresql' }])
    .withExposedPorts(POSTGRES_PORT)
    // The rows of a failed statement stay out of the container's log.
    .withCommand(['-c', 'log_min_messages=log', '-c', 'log_min_error_statement=panic'])
    // The image's entry point starts the server twice the first time: the health check counts.
    .withHealthCheck({
      test: ['CMD-SHELL', `pg_isready --host 127.0.0.1 --username ${USER}`],
      interval: 500,
      timeout: 2_000,
      retries: 240,
    })
    .withWaitStrategy(Wait.forHealthCheck())
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  return {
    connection: {
      host: container.getHost(),
      port: container.getMappedPort(POSTGRES_PORT),
      database: 'postgres',
      user: USER,
      password,
    },
    stop: async () => {
      await container.stop();
    },
  };
}
