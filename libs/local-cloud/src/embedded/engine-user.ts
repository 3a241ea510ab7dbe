import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Ids that the PostgreSQL processes run as. */
export interface EngineUser {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody`: has no account to create and owns nothing. PostgreSQL refuses to run as root. */
const NOBODY: EngineUser = { uid: 65534, gid: 65534 };

/**
 * Who the engine runs as.
 *
 * @returns `nobody` when this process is root; undefined for "as this process"
 */
export function engineUser(): EngineUser | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/**
 * Whether the engine's user can enter `folder`. Asked of the kernel by trying, so that every
 * ancestor, ACLs and mount options count.
 */
export async function canEnter(folder: string, user: EngineUser | undefined): Promise<boolean> {
  const probe = spawn('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  });
  const [code] = (await once(probe, 'exit')) as [number | null];
  return code === 0;
}
