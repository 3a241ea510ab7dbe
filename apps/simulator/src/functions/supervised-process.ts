import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** How a process ended: one of the two is set. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SupervisedProcess {
  readonly pid: number;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the process is gone and its output is read to the end. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Kill the process and everything that it started. */
  kill(): void;
}

/**
 * The shell becomes the program (same pid), after it has left a watcher behind: a subshell that
 * waits for the end of our pipe. The kernel closes the pipe when this process ends in any way,
 * SIGKILL included, and the watcher kills the group, even one that is busy in an endless loop, and
 * removes the temporary folder, which may hold people's data.
 * No core dumps: they would hold whatever the function had in memory.
 */
const RUN_WATCHED = `
ulimit -c 0
folder=$1
shift
exec 3<&0
{ read -r _ <&3; kill -s KILL $$; rm -rf -- "$folder"; kill -s KILL -- -$$; } >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-
`;

/** An orphan of the killed group may hold the pipes open; its output is not waited for longer. */
const LAST_OUTPUT_MS = 1_000;

/**
 * Start a program in a process group of its own that cannot outlive this process.
 *
 * On Windows there is no `sh`: the program itself must end when its stdin ends.
 *
 * @param command - absolute path of the program, then its arguments
 * @param options - `env` is the whole environment: nothing is inherited; `temporaryFolder` is removed
 *   when this process ends before the program does
 */
export function startSupervised(
  command: readonly [string, ...string[]],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly temporaryFolder: string;
  },
): SupervisedProcess {
  const watched = ['-c', RUN_WATCHED, 'sh', options.temporaryFolder, ...command];
  const isWindows = process.platform === 'win32';
  const [program, ...args] = isWindows ? command : (['/bin/sh', ...watched] as const);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  // The pipe carries nothing; writing never happens, but closing may find the other end gone.
  child.stdin.on('error', () => undefined);
  const kill = (): void => killGroup(child.pid);
  return {
    pid: child.pid ?? 0,
    stdout: child.stdout,
    stderr: child.stderr,
    exited: watchExit(child, kill),
    kill,
  };
}

function watchExit(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  kill: () => void,
): Promise<ProcessExit> {
  return new Promise((resolve) => {
    // 'error' alone means that the program could not be started.
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => {
      // The watcher and the program's own children are left; they hold the group's id until then.
      kill();
      const lastOutput = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, LAST_OUTPUT_MS);
      child.once('close', () => {
        clearTimeout(lastOutput);
        child.stdin.destroy();
        resolve({ code, signal });
      });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
