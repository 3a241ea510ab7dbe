import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerPostgres } from './docker-postgres.ts';

const ANSWERS: Readonly<Record<string, unknown>> = {
  '/_ping': 'OK',
  '/version': { ApiVersion: '1.47', Version: '27.0.0' },
  '/info': {
    ServerVersion: '27.0.0',
    OSType: 'linux',
    OperatingSystem: 'Test',
    IndexServerAddress: '',
  },
  '/images/json': [],
  '/containers/json': [],
};

let folder: string;
let engine: Server;
const environmentBefore = { ...process.env };

/** A Docker engine that answers and can pull nothing, as behind a closed proxy. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docker-test-'));
  engine = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?')[0] ?? '';
    const answer = ANSWERS[path];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: 'pull access denied' }));
  });
  engine.listen(join(folder, 'docker.sock'));
  await once(engine, 'listening');
  // testcontainers reads the environment itself.
  process.env['DOCKER_HOST'] = `unix://${join(folder, 'docker.sock')}`;
  process.env['TESTCONTAINERS_HOST_OVERRIDE'] = 'localhost';
});

afterAll(async () => {
  process.env = environmentBefore;
  engine.closeAllConnections();
  engine.close();
  await rm(folder, { recursive: true });
});

describe('dockerPostgres', () => {
  it('does not look for an engine where there is no address of one', async () => {
    const env = { HOME: folder, XDG_RUNTIME_DIR: folder + '/none' };

    expect(await dockerPostgres.isEngineRunning(env)).toBe(false);
  });

  it('sees an engine that answers, and says why it cannot start a container there', async () => {
    const isRunning = await dockerPostgres.isEngineRunning({ DOCKER_HOST: 'see process' });
    const starting = dockerPostgres.start({ volume: '/state', password: 'secret' });

    expect(isRunning).toBe(true);
    await expect(starting).rejects.toThrow(/pull access denied/);
  }, 30_000);
});
