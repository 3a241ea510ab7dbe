import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

export interface OwnerLock {
  /** Written into every execution that this process runs. */
  readonly id: string;
  release(): void;
}

/**
 * Show to other processes that this one lives, for as long as it does.
 *
 * The lock is SQLite's lock on an empty database file: the kernel gives it back when the process
 * ends in any way. A process number could not show this: it may belong to another process by now.
 *
 * @param folder - `<data-dir>/executions/owners`, created when missing
 */
export function holdOwnerLock(folder: string): OwnerLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  const file = lockFile(folder, id);
  writeFileSync(file, '', { mode: 0o600 });
  const lock = new DatabaseSync(file);
  lock.exec('begin exclusive');
  return {
    id,
    release() {
      if (lock.isOpen) lock.close();
      rmSync(file, { force: true });
    },
  };
}

/** Whether the process that holds this lock still lives. The file of a dead one is removed. */
export function isOwnerAlive(folder: string, id: string): boolean {
  const file = lockFile(folder, id);
  if (!existsSync(file)) return false;
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    rmSync(file, { force: true });
    return false;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return true;
    throw error;
  } finally {
    lock.close();
  }
}

function lockFile(folder: string, id: string): string {
  return path.join(folder, `${id}.lock`);
}
