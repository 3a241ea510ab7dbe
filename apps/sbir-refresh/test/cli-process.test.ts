import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCliFolder, type CliFolder } from './cli-fixture.ts';
import { type SourceServer, startSourceServer } from './source-server.ts';

const PROGRAM = join(import.meta.dirname, '../src/bin.ts');
const LAUNCHER = join(import.meta.dirname, '../bin/sbir-refresh.mjs');

describe('the program as a process', () => {
  let folder: CliFolder;
  /** Never answers: a run waits for it until it is stopped. */
  let server: SourceServer;

  beforeAll(async () => {
    folder = await makeCliFolder();
    server = await startSourceServer([() => undefined]);
  });

  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  function start(args: readonly string[], program = PROGRAM) {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder.cwd,
      env: { PATH, HOME, ALLOWED_SOURCE_HOSTS: server.origin },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number, ...written }));
    return { child, ended };
  }
  const waiting = () => ['--source-url', `${server.origin}/a.csv`, '--no-neo4j'];

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends by %s with %d, and gives the lock back', async (signal, code) => {
    const data = `data-${signal}`;
    const requests = server.requests.length;
    const { child, ended } = start(['run', '--data-dir', data, ...waiting()]);
    await untilRequested(child, requests);
    const lock = join(folder.cwd, data, 'state/lock.json');
    expect(existsSync(lock)).toBe(true);

    child.kill(signal);

    expect(await ended).toMatchObject({ code, err: `sbir-refresh run: Stopped by ${signal}\n` });
    expect(existsSync(lock)).toBe(false);
  });

  it('ends with 5 when its time budget is over, and gives the lock back', async () => {
    const args = ['run', '--data-dir', 'late', ...waiting(), '--time-budget', '2', '--json'];
    const { code, out } = await start(args).ended;

    expect(code).toBe(5);
    expect(JSON.parse(out)).toEqual({
      status: 'error',
      error_type: 'TaskTimeoutError',
      error: 'The refresh did not end within 2 s',
    });
    expect(existsSync(join(folder.cwd, 'late/state/lock.json'))).toBe(false);
  });

  it('is started by its launcher, with settings from .env', async () => {
    await writeFile(join(folder.cwd, '.env'), 'S3_BUCKET=Not_A_Bucket\n');

    const { code, err } = await start(['status'], LAUNCHER).ended;

    expect(code).toBe(2);
    expect(err).toContain('sbir-refresh status: ');
    expect(err).toContain('bucket');
  });

  async function untilRequested(child: ChildProcess, before: number): Promise<void> {
    while (server.requests.length === before) {
      if (child.exitCode !== null) throw new Error('The program ended before its request');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
});
