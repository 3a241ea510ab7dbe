import { spawn } from 'node:child_process';
import type { EngineUser } from './engine-user.ts';

/** What every PostgreSQL program gets: nothing of the caller's environment, above all no secret. */
export const ENGINE_ENV = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** How a program of the engine ended. */
export interface ProgramResult {
  readonly code: number | null;
  /** stdout and stderr, the last 8 000 characters. */
  readonly output: string;
}

const OUTPUT_CHARACTERS = 8_000;

/**
 * Run a program of the engine to its end, as the engine's user.
 *
 * @param signal - kills the program; the promise rejects with the signal's reason once it is gone
 * @throws the error of `spawn` when the program cannot be started (EACCES, ENOENT)
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly user: EngineUser | undefined; readonly signal?: AbortSignal | undefined },
): Promise<ProgramResult> {
  const { user, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { ...user, cwd: '/', env: ENGINE_ENV, detached: true });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-OUTPUT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // initdb starts backends of its own: the whole group, which is ours alone, must go.
    const kill = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    signal?.addEventListener('abort', kill, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve({ code, output });
    });
  });
}
