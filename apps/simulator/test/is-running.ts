import { execFileSync } from 'node:child_process';

/** Whether a process runs; one that is dead and only waits for its parent to notice does not. */
export function isRunning(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return !state.trim().startsWith('Z');
  } catch {
    // ps exits with 1 when there is no such process.
    return false;
  }
}
