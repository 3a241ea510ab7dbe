import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLineOf, endProcess, type EndingManner, isAlive } from '../state/processes.ts';
import { readIfPresent } from '../state/state-folder.ts';
import { EngineStartError } from './engine-start-error.ts';

/** First gentle, then not: SIGINT disconnects clients, SIGQUIT gives up their work. */
const ENDING: EndingManner = {
  signals: ['SIGINT', 'SIGQUIT'],
  timeoutMs: 10_000,
  lookIntervalMs: 25,
};

/** Process number on line 1 of `postmaster.pid`; undefined when no server has the cluster open. */
export async function readPostmasterPid(dataFolder: string): Promise<number | undefined> {
  const text = await readIfPresent(join(dataFolder, 'postmaster.pid'));
  const pid = Number(text?.split('\n')[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

/**
 * Make a cluster free to start after a crash of its owner, its supervisor or its server.
 *
 * A server of this cluster that still runs has no owner any more (the caller has looked), so
 * it is stopped. Its command line must name this cluster first: the number in the file may
 * since have gone to a stranger, and then only the file is removed. A number that belongs to
 * nobody is left to PostgreSQL, which checks more than we could.
 *
 * @throws {EngineStartError} when the server does not end
 */
export async function recoverCluster(dataFolder: string, signal?: AbortSignal): Promise<void> {
  const pid = await readPostmasterPid(dataFolder);
  if (pid === undefined || !isAlive(pid)) return;
  if (!(await isServerOf(dataFolder, pid))) {
    await rm(join(dataFolder, 'postmaster.pid'), { force: true });
    return;
  }
  if (await endProcess(pid, ENDING, signal)) return;
  throw new EngineStartError('recovery', `process ${pid} of an earlier engine does not end`);
}

async function isServerOf(dataFolder: string, pid: number): Promise<boolean> {
  const commandLine = await commandLineOf(pid);
  return commandLine.includes('postgres') && commandLine.includes(`-D ${dataFolder} `);
}
