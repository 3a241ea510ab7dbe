import { DatabaseSync } from 'node:sqlite';
import { pollUntil } from '../poll-until.ts';

const LOOK_INTERVAL_MS = 50;

/**
 * Run `action` while no other process on this machine, and nobody else in this one, runs
 * another on the same lock file.
 *
 * The lock is SQLite's lock on an empty database file: the kernel gives it back when its holder
 * dies in any way, which a file that names a process cannot do without a race.
 *
 * @param signal - ends the wait for the lock
 */
export async function withOpenLock<Result>(
  lockFile: string,
  signal: AbortSignal | undefined,
  action: () => Promise<Result>,
): Promise<Result> {
  const lock = await pollUntil(() => tryLock(lockFile), { intervalMs: LOOK_INTERVAL_MS, signal });
  try {
    return await action();
  } finally {
    lock?.close();
  }
}

function tryLock(lockFile: string): DatabaseSync | undefined {
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;
