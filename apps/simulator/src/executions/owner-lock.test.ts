import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { holdOwnerLock, isOwnerAlive } from './owner-lock.ts';

const folder = temporaryFolder();
const modulePath = path.join(import.meta.dirname, 'owner-lock.ts');

describe('an owner', () => {
  it('is alive until it releases its lock', () => {
    const lock = holdOwnerLock(folder);
    expect(isOwnerAlive(folder, lock.id)).toBe(true);

    lock.release();

    expect(isOwnerAlive(folder, lock.id)).toBe(false);
  });

  it('is dead when its process was killed, and leaves no file', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { holdOwnerLock } = await import(${JSON.stringify(modulePath)});
         console.log(holdOwnerLock(${JSON.stringify(folder)}).id);
         setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [id] = (await once(child.stdout, 'data')) as [Buffer];
    expect(isOwnerAlive(folder, id.toString().trim())).toBe(true);

    child.kill('SIGKILL');
    await once(child, 'exit');

    expect(isOwnerAlive(folder, id.toString().trim())).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith(id.toString().trim()))).toEqual([]);
  });

  it('that never was is dead', () => {
    expect(isOwnerAlive(folder, '5d4e0c1a-0000-4000-8000-000000000000')).toBe(false);
  });
});
