import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pythonPrograms } from '@pipelines/local-cloud';

/** Pinned: what it has of CloudFormation differs from release to release. */
const MOTO_VERSION = '5.2.5';
const LONGEST_START_MS = 60_000;

/** A moto server on this machine. */
export interface Moto {
  /** `http://localhost:PORT`: by an address moto would take the bucket of a template for a path. */
  readonly url: string;
  /** The Python that has boto3. */
  readonly python: string;
  stop(): void;
}

/**
 * A virtual environment with moto, made the first time below the user's cache.
 *
 * @returns its Python; undefined without a Python 3 that can make one, or without a way to moto
 */
export function prepareMoto(): string | undefined {
  const folder = pythonPrograms({ name: 'moto', version: MOTO_VERSION, extras: 'server,all' });
  return folder && path.join(folder, 'python3');
}

/** Start the server on a free port of the loopback, and wait until it answers. */
export async function startMoto(python: string): Promise<Moto> {
  const port = await freePort();
  const program = path.join(path.dirname(python), 'moto_server');
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://localhost:${port}`;
  await untilAnswered(url, child);
  return { url, python, stop: () => void child.kill('SIGTERM') };
}

async function untilAnswered(url: string, child: ChildProcess): Promise<void> {
  const endMs = performance.now() + LONGEST_START_MS;
  for (;;) {
    const isThere = await fetch(`${url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    if (child.exitCode !== null) throw new Error(`moto_server ended with ${child.exitCode}.`);
    if (performance.now() > endMs) {
      child.kill('SIGTERM');
      throw new Error('moto_server does not answer.');
    }
    await sleep(100);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
