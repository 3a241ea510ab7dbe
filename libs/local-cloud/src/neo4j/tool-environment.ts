import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type ProgramResult, runToEnd } from '../run-to-end.ts';

/** What Java, Maven, Python and pip need of the surroundings: paths, proxies, their own settings. */
const ALLOWED =
  /^(PATH|HOME|USER|TMPDIR|JAVA_HOME|LANG|LC_ALL|XDG_\w+|(https?|no|all)_proxy|SSL_CERT_(FILE|DIR)|PIP_\w+|MAVEN_\w+|M2_HOME)$/i;

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
): Promise<ProgramResult> {
  const { env, cwd = '/', signal } = options;
  const place = { cwd, env: { ...env }, outputCharacters: OUTPUT_CHARACTERS };
  const ended = runToEnd(command, args, { ...place, signal });
  return ended.catch((error: unknown) => {
    signal?.throwIfAborted();
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return { code: null, output: '' };
  });
}
