import { rm } from 'node:fs/promises';
import { commandLineOf, endProcess, type EndingManner, isAlive } from '../state/processes.ts';
import { readIfPresent } from '../state/state-folder.ts';
import { Neo4jStartError } from './neo4j-errors.ts';
import { marksOf, pidFileOf } from './start-jvm.ts';

/** First in order, then not: a killed server leaves the next start to recover its store. */
const ENDING: EndingManner = {
  signals: ['SIGTERM', 'SIGKILL'],
  timeoutMs: 15_000,
  lookIntervalMs: 50,
};

/** Process number of the server that has this home open; undefined when there is none. */
export async function readServerPid(home: string): Promise<number | undefined> {
  const pid = Number(await readIfPresent(pidFileOf(home)));
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const commandLine = await commandLineOf(pid);
  return marksOf(home).every((mark) => commandLine.includes(mark)) ? pid : undefined;
}

/**
 * Make a home free to start after a crash of its owner or of its supervisor.
 *
 * A server of this home that still runs has no owner any more (the caller has looked), so it is
 * stopped. Its command line must name this home: the number in the file may since have gone to a
 * stranger, who is left alone.
 *
 * @throws {Neo4jStartError} when the server does not end
 */
export async function recoverHome(home: string, signal?: AbortSignal): Promise<void> {
  const pid = await readServerPid(home);
  await rm(pidFileOf(home), { force: true });
  if (pid === undefined) return;
  if (await endProcess(pid, ENDING, signal)) return;
  throw new Neo4jStartError('recovery', `process ${pid} of an earlier engine does not end`);
}
