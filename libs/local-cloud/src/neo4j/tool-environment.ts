import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What Java, Maven, Python and pip need of the surroundings: paths, proxies, their own settings. */
const ALLOWED =
  /^(PATH|HOME|USER|TMPDIR|JAVA_HOME|LANG|LC_ALL|XDG_\w+|(https?|no|all)_proxy|SSL_CERT_(FILE|DIR)|PIP_\w+|MAVEN_\w+|M2_HOME)$/i;

/** How a tool ended. */
export interface ToolResult {
  readonly code: number | null;
  /** stdout and stderr, the last 4 000 characters. */
  readonly output: string;
}

const OUTPUT_CHARACTERS = 4_000;

/** The caller's environment without what is none of a foreign tool's business, above all secrets. */
export function toolEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && ALLOWED.test(entry[0]),
  );
  return Object.fromEntries(kept);
}

/** Path of a program, searched for as a shell would; undefined when there is none. */
export function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Whether this process may run the file. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Run a tool to its end.
 *
 * @param signal - kills the tool and its children; the promise rejects with the signal's reason
 * @returns code null when the program cannot be started at all
 */
export function runTool(
  command: string,
  args: readonly string[],
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly cwd?: string;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ToolResult> {
  const { env, cwd = '/', signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd, env: { ...env }, detached: true, stdio });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-OUTPUT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const kill = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    signal?.addEventListener('abort', kill, { once: true });
    const finish = (code: number | null): void => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve({ code, output });
    };
    child.once('error', () => finish(null));
    child.once('close', finish);
  });
}
