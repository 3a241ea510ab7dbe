import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { EngineUser } from './engine-user.ts';
import { ENGINE_ENV } from './run-program.ts';

/**
 * Runs the server as its child, and a watcher that reads a pipe which only this process holds
 * open. When this process ends, be it by SIGKILL, the kernel closes the pipe, and the watcher
 * sends the server its signal to stop. `read` is built into every shell, so the watcher leaves
 * no child of its own behind. All messages go to stderr: stdout may be closed by then.
 */
const SUPERVISOR = `
signal=$1 pid_file=$2
shift 2
"$@" </dev/null >&2 &
server=$!
[ -z "$pid_file" ] || echo "$server" >"$pid_file"
exec 3<&0
( read -r _ <&3; kill -s "$signal" "$server" ) 2>/dev/null &
watcher=$!
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

/** How to run a server, where it differs from PostgreSQL as this process's own user. */
export interface SupervisionOptions {
  readonly user?: EngineUser | undefined;
  /** What asks the server to end; default `INT`, PostgreSQL's fast shutdown. */
  readonly stopSignal?: 'INT' | 'TERM' | 'KILL';
  /** Where the server's process number is written, for a later start to find an orphan. */
  readonly pidFile?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server process under its supervisor. */
export interface SupervisedServer {
  /** The server's messages. */
  readonly messages: Readable;
  /** Resolves once the server has ended, in any way. */
  readonly ended: Promise<void>;
  /** Send the signal to stop: close the pipe. */
  requestStop(): void;
  /** Let this process end while the server runs; the server then ends with it. */
  unref(): void;
}

/**
 * Start `command` so that it cannot outlive this process.
 *
 * It has its own session: Ctrl-C in the terminal reaches this process alone, which then stops
 * the server in order.
 */
export async function startSupervised(
  command: string,
  args: readonly string[],
  { user, stopSignal = 'INT', pidFile = '', env = ENGINE_ENV }: SupervisionOptions = {},
): Promise<SupervisedServer> {
  const supervisor = ['-c', SUPERVISOR, 'pipelines-engine', stopSignal, pidFile];
  const child = spawn('/bin/sh', [...supervisor, command, ...args], {
    ...user,
    cwd: '/',
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  ended.catch(() => undefined); // The line below throws the same error.
  await once(child, 'spawn');
  // The supervisor may be gone when the pipe is closed.
  child.stdin.on('error', () => undefined);
  return {
    messages: child.stderr,
    ended,
    requestStop() {
      child.ref(); // Somebody waits for the end now.
      child.stdin.end();
    },
    unref() {
      child.unref();
      for (const stream of [child.stdin, child.stderr]) {
        (stream as unknown as { unref(): void }).unref();
      }
    },
  };
}
