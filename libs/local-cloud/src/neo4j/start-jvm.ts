import { systemClock } from '@pipelines/core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENGINE_ENV } from '../embedded/run-program.ts';
import { startSupervised, type SupervisedServer } from '../embedded/supervised-server.ts';
import { signalProcess } from '../state/processes.ts';
import { Neo4jStartError } from './neo4j-errors.ts';
import type { Neo4jPrograms } from './neo4j-programs.ts';

/** An orderly stop takes 2 s, and up to a minute when it has classes to archive. */
const STOP_TIMEOUT_MS = 60_000;
const MESSAGE_CHARACTERS = 4_000;
const MAIN_CLASS = 'org.neo4j.server.CommunityEntryPoint';

/** How to run a home. */
export interface JvmOptions {
  readonly programs: Neo4jPrograms;
  readonly home: string;
  readonly heapMib: number;
  /** Arguments of `java` besides the usual ones. */
  readonly further: readonly string[];
  /** `TERM` closes the store in order; `KILL` leaves the next start to recover it. */
  readonly stopSignal: 'TERM' | 'KILL';
  readonly signal?: AbortSignal | undefined;
}

/** A Neo4j that answers. */
export interface RunningJvm {
  stop(): Promise<void>;
}

/** Where the process number of a home's server is written. */
export function pidFileOf(home: string): string {
  return join(home, 'server.pid');
}

/** What stands in the command line of this home's server, and of no other process. */
export function marksOf(home: string): readonly string[] {
  return [MAIN_CLASS, `--home-dir=${home} `];
}

/**
 * Start the server of a prepared home and wait until it accepts connections. It ends with this
 * process, however that ends.
 *
 * @throws {Neo4jStartError} with the server's last messages
 */
export async function startJvm(options: JvmOptions): Promise<RunningJvm> {
  options.signal?.throwIfAborted();
  const server = await startSupervised(options.programs.java.path, javaArguments(options), {
    stopSignal: options.stopSignal,
    pidFile: pidFileOf(options.home),
    // Java writes names of files in the locale's encoding.
    env: { ...ENGINE_ENV, LC_ALL: 'C.UTF-8' },
  });
  const abort = (): void => {
    // The number may not be written yet; then the closed pipe ends the server.
    server.requestStop();
    void killServer(options.home);
  };
  options.signal?.addEventListener('abort', abort, { once: true });
  // It may have come while the process was being made.
  if (options.signal?.aborted) abort();
  const failure = await failureToStart(server);
  options.signal?.removeEventListener('abort', abort);
  if (failure === undefined && !options.signal?.aborted) {
    server.unref();
    return { stop: () => stopServer(server, options.home) };
  }
  await server.ended;
  options.signal?.throwIfAborted();
  throw new Neo4jStartError('start', failure ?? '');
}

function javaArguments({ programs, home, heapMib, further }: JvmOptions): string[] {
  const opened = ['java.nio', 'java.io', 'java.util.concurrent'].map((name) => `java.base/${name}`);
  return [
    ...[`-Xms${heapMib}m`, `-Xmx${heapMib}m`, '-XX:+UseParallelGC', '-XX:+ExitOnOutOfMemoryError'],
    ...['-XX:+DisableExplicitGC', `-XX:ErrorFile=${home}/logs/crash.log`],
    ...['-Dio.netty.tryReflectionSetAccessible=true', '-Dlog4j2.disable.jmx=true'],
    ...[...opened, 'java.base/sun.nio.ch'].map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    ...further,
    ...['-cp', `${programs.jars}/*`, MAIN_CLASS],
    ...[`--home-dir=${home}`, `--config-dir=${home}/conf`, '--console-mode'],
  ];
}

/** Resolves with nothing at "Started.", with the last messages when the server has ended before. */
function failureToStart(server: SupervisedServer): Promise<string | undefined> {
  return new Promise((resolve) => {
    let messages = '';
    server.messages.on('data', (chunk: Buffer) => {
      messages = (messages + chunk.toString()).slice(-MESSAGE_CHARACTERS);
      if (messages.includes('INFO  Started.')) resolve(undefined);
    });
    // 'close' comes after the last message, which says why.
    server.messages.once('close', () => resolve(messages));
  });
}

async function stopServer(server: SupervisedServer, home: string): Promise<void> {
  server.requestStop();
  const cancel = systemClock.setTimer(systemClock.now() + STOP_TIMEOUT_MS, () => {
    void killServer(home);
  });
  await server.ended;
  cancel();
}

/** Only for a server of ours that has not ended yet: its number is still its own. */
async function killServer(home: string): Promise<void> {
  const pid = Number(await readFile(pidFileOf(home), 'utf8').catch(() => ''));
  if (Number.isSafeInteger(pid) && pid > 0) signalProcess(pid, 'SIGKILL');
}
