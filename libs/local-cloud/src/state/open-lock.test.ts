import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withOpenLock } from './open-lock.ts';

let folder: string;
let lockFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-lock-test-'));
  lockFile = join(folder, 'open.lock');
});

afterEach(() => rm(folder, { recursive: true }));

const HOLDER = `
  const { withOpenLock } = await import(process.argv[1]);
  await withOpenLock(process.argv[2], undefined, async () => {
    console.log('held');
    process.stdin.resume();
    await new Promise((resolve) => process.stdin.once('end', resolve));
  });`;

describe('withOpenLock', () => {
  it('runs one action after another', async () => {
    const events: string[] = [];
    const action = (name: string) => async (): Promise<void> => {
      events.push(`${name} in`);
      await new Promise(setImmediate);
      events.push(`${name} out`);
    };

    await Promise.all([
      withOpenLock(lockFile, undefined, action('a')),
      withOpenLock(lockFile, undefined, action('b')),
    ]);

    expect(events).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  it('is free again after an action that throws', async () => {
    const failing = withOpenLock(lockFile, undefined, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');

    expect(await withOpenLock(lockFile, undefined, async () => 'done')).toBe('done');
  });

  it('waits for another process, and gets the lock when that is killed', async () => {
    const program = join(import.meta.dirname, 'open-lock.ts');
    const args = ['--input-type=module', '-e', HOLDER, program, lockFile];
    const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    let isHeld = false;
    const waiting = withOpenLock(lockFile, undefined, async () => (isHeld = true));
    await expect(
      withOpenLock(lockFile, AbortSignal.timeout(120), async () => undefined),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(isHeld).toBe(false);

    holder.kill('SIGKILL');

    expect(await waiting).toBe(true);
  });

  it('throws when the lock file cannot be made', async () => {
    const nowhere = join(folder, 'no/where.lock');

    await expect(withOpenLock(nowhere, undefined, async () => 1)).rejects.toThrow(
      'unable to open database file',
    );
  });
});
