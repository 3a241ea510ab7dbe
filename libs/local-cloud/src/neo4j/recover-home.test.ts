import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../state/processes.ts';
import { recoverHome } from './recover-home.ts';

let home: string;
let child: ChildProcess;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'recover-home-'));
});

afterEach(async () => {
  child.kill('SIGKILL');
  await rm(home, { recursive: true });
});

/** A process whose command line ends in these words, and whose number is in the home's file. */
async function remembered(...words: string[]): Promise<number> {
  child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', ...words]);
  await once(child, 'spawn');
  await writeFile(join(home, 'server.pid'), `${child.pid}\n`);
  return child.pid ?? 0;
}

const MAIN_CLASS = 'org.neo4j.server.CommunityEntryPoint';

describe('recoverHome', () => {
  it('stops the server of this home', async () => {
    const pid = await remembered(MAIN_CLASS, `--home-dir=${home}`, '--console-mode');
    const ended = once(child, 'exit');

    await recoverHome(home);

    await ended;
    expect(isAlive(pid)).toBe(false);
  });

  it.each([
    ['a stranger', () => ['server.js']],
    ['the server of another home', () => [MAIN_CLASS, '--home-dir=/elsewhere', '--console-mode']],
    [
      'the server of a home whose name begins as this one',
      () => [MAIN_CLASS, `--home-dir=${home}-2`, '--console-mode'],
    ],
  ])('leaves %s alone', async (_, words) => {
    const pid = await remembered(...words());

    await recoverHome(home);

    expect(isAlive(pid)).toBe(true);
    expect(existsSync(join(home, 'server.pid'))).toBe(false);
  });
});
