import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isRunning } from '../../test/is-running.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { startSupervised } from './supervised-process.ts';

const modulePath = path.join(import.meta.dirname, 'supervised-process.ts');

const folder = temporaryFolder();
const options = { cwd: '/', env: {}, temporaryFolder: path.join(folder, 'unused') };
const parents: ChildProcess[] = [];

/** A process that starts `node -e code` supervised and tells its pid. */
async function startParent(code: string, left: string): Promise<{ pid: number; childPid: number }> {
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { startSupervised } = await import(${JSON.stringify(modulePath)});
       const child = startSupervised([process.execPath, '-e', ${JSON.stringify(code)}], ${JSON.stringify({ ...options, temporaryFolder: left })});
       child.stdout.once('data', () => console.log(child.pid));
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  parents.push(parent);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { pid: Number(parent.pid), childPid: Number(line.toString()) };
}

async function untilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise(setImmediate);
}

describe('startSupervised', () => {
  // A test that fails halfway must not leave a program in an endless loop behind.
  afterEach(() => {
    for (const parent of parents.splice(0)) parent.kill('SIGKILL');
  });

  it('tells how the program ended', async () => {
    const child = startSupervised([process.execPath, '-e', 'process.exit(7)'], options);

    expect(await child.exited).toEqual({ code: 7, signal: null });
  });

  it('resolves when the program cannot be started', async () => {
    const child = startSupervised(['/no/such/program'], options);

    expect(await child.exited).toEqual({ code: 127, signal: null });
  });

  it('gives the program the environment that it is given, and nothing else', async () => {
    const child = startSupervised([process.execPath, '-p', 'process.env.HOME ?? "none"'], options);

    const [output] = (await once(child.stdout, 'data')) as [Buffer];

    expect(output.toString()).toBe('none\n');
    await child.exited;
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'ends a program in an endless loop, and its folder, when this process ends by %s',
    async (signal) => {
      const left = path.join(folder, signal);
      mkdirSync(path.join(left, 'more'), { recursive: true });
      const { pid, childPid } = await startParent('console.log(1); for (;;);', left);
      expect(isRunning(childPid)).toBe(true);

      process.kill(pid, signal);

      await untilGone(childPid);
      while (existsSync(left)) await new Promise(setImmediate);
      expect(isRunning(childPid)).toBe(false);
    },
  );
});
