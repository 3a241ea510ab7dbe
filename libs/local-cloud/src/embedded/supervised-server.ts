import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { EngineUser } from './engine-user.ts';
import { ENGINE_ENV } from './run-program.ts';

/**
 * Runs the server as its child, and a watcher that reads a pipe which only this process holds
 * open. When this process ends, be it by SIGKILL, the kernel closes the pipe, and the watcher
 * asks the server for a fast shutdown. `read` is built into every shell, so the watcher leaves
 * no child of its own behind.
 */
const SUPERVISOR = `
"$@" </dev/null &
server=$!
exec 3<&0
( read -r _ <&3; kill -INT "$server" ) 2>/dev/null &
watcher=$!
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

/** A server process under its supervisor. */
export interface SupervisedServer {
  /** The server's messages. */
  readonly messages: Readable;
  /** Resolves once the server has ended, in any way. */
  readonly ended: Promise<void>;
  /** Ask for a fast shutdown: close the pipe. */
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
  user: EngineUser | undefined,
): Promise<SupervisedServer> {
  const child = spawn('/bin/sh', ['-c', SUPERVISOR, 'pipelines-postgres', command, ...args], {
    ...user,
    cwd: '/',
    env: ENGINE_ENV,
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
