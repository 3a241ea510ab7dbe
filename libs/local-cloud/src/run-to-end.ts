import { spawn, type SpawnOptions } from 'node:child_process';

/** How a program ended. */
export interface ProgramResult {
  readonly code: number | null;
  /** The end of stdout and stderr. */
  readonly output: string;
}

/**
 * Run a program of this machine to its end, in a process group of its own.
 *
 * @param options.signal - kills the program and its children; the promise rejects with the signal's
 *   reason once they are gone
 * @throws the error of `spawn` when the program cannot be started (EACCES, ENOENT)
 */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'cwd' | 'env'> & {
    readonly outputCharacters: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ProgramResult> {
  const { signal, outputCharacters, ...place } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { ...place, detached: true, stdio });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-outputCharacters);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // Programs such as initdb start others: the whole group, which is ours alone, must go.
    const kill = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    signal?.addEventListener('abort', kill, { once: true });
    child.once('error', (error) => {
      signal?.removeEventListener('abort', kill);
      reject(error);
    });
    child.once('close', (code) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve({ code, output });
    });
  });
}
