import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCommand } from './run-command.mjs';

const options = { cwd: import.meta.dirname, env: process.env };
const modulePath = join(import.meta.dirname, 'run-command.mjs');

/** A program that says its pid and ends with its channel; run by `runCommand` in a process of its own. */
const RUNNER = `
  const { runCommand } = await import(${JSON.stringify(modulePath)});
  const program = 'console.log(process.pid); process.on("disconnect", () => process.exit()); setInterval(() => {}, 1000)';
  await runCommand(process.execPath, ['-e', program], { cwd: '/', env: {}, hasChannel: true });`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('runCommand', () => {
  it('gives the exit code of the program', async () => {
    await expect(runCommand(process.execPath, ['-e', 'process.exit(7)'], options)).resolves.toBe(7);
  });

  it('gives 128 and the number of the signal that ended it', async () => {
    const code = runCommand(
      process.execPath,
      ['-e', 'process.kill(process.pid, "SIGTERM")'],
      options,
    );

    await expect(code).resolves.toBe(143);
  });

  it('rejects when there is no such program', async () => {
    await expect(runCommand('/no/such/program', [], options)).rejects.toThrow('ENOENT');
  });

  it('stops the program when the npm above the shell above it is killed', async () => {
    // Like npm: a process that starts a shell that starts us. The shell must not become us.
    const asNpm = `require('node:child_process').spawn('/bin/sh', ['-c', '"$0" "$@"; true', process.execPath,
      '--input-type=module', '-e', ${JSON.stringify(RUNNER)}], { stdio: 'inherit' })`;
    const npm = spawn(process.execPath, ['-e', asNpm], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(npm.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    const wasRunning = isRunning(pid);

    npm.kill('SIGKILL');
    while (isRunning(pid)) await new Promise(setImmediate);

    expect(wasRunning).toBe(true);
  });

  it('leaves no program behind when it is killed itself', async () => {
    const runner = spawn(process.execPath, ['--input-type=module', '-e', RUNNER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(runner.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    const wasRunning = isRunning(pid);

    runner.kill('SIGKILL');
    while (isRunning(pid)) await new Promise(setImmediate);

    expect(wasRunning).toBe(true);
  });
});
