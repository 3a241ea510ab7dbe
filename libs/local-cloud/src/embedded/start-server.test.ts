import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { TEST_ENV, temporaryFolder } from '../../test/temporary-engine.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { prepareBinaries } from './binaries-cache.ts';
import { ensureCluster } from './cluster.ts';
import { findEmbeddedPackage } from './embedded-package.ts';
import { engineUser } from './engine-user.ts';
import { freePorts } from './free-port.ts';
import { startServer, type ServerOptions } from './start-server.ts';

let folder: { path: string; remove(): Promise<void> };
let taken: Server;
let takenPort: number;

beforeEach(async () => {
  folder = await temporaryFolder();
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  takenPort = (taken.address() as AddressInfo).port;
});

afterEach(async () => {
  taken.close();
  await folder.remove();
});

async function cluster(): Promise<Omit<ServerOptions, 'ports'>> {
  const source = await findEmbeddedPackage();
  if (!source) throw new Error('the optional package of the binaries is not installed');
  const user = engineUser();
  const binaries = await prepareBinaries(source, { user, env: TEST_ENV });
  const dataFolder = await ensureCluster(await openStateFolder(folder.path), { binaries, user });
  return { binaries, dataFolder, user };
}

async function* portsOf(ports: AsyncGenerator<number>, first: number): AsyncGenerator<number> {
  yield first;
  yield* ports;
}

describe('startServer', () => {
  it('takes the next port when one was lost since it was looked at', async () => {
    const ports = portsOf(freePorts(), takenPort);

    const server = await startServer({ ...(await cluster()), ports });

    expect(server.port).not.toBe(takenPort);
    await server.stop();
  });

  it('throws the words of a server that does not start', async () => {
    const { binaries, user } = await cluster();

    const starting = startServer({
      binaries,
      user,
      dataFolder: `${folder.path}/nowhere`,
      ports: freePorts(),
    });

    await expect(starting).rejects.toMatchObject({
      name: 'EngineStartError',
      step: 'start',
      message: expect.stringContaining('nowhere') as unknown,
    });
  });
});

describe('freePorts', () => {
  it('begins with the preferred port', async () => {
    const { value } = await freePorts(takenPort - 1).next();

    expect(value).toBe(takenPort - 1);
  });

  it('passes over a preferred port that is taken', async () => {
    const { value } = await freePorts(takenPort).next();

    expect(value).not.toBe(takenPort);
    expect(value).toBeLessThan(32_768);
  });
});
