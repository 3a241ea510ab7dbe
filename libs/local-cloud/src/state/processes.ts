import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { pollUntil } from '../poll-until.ts';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time as the system words it: ticks since boot on Linux, a date elsewhere. */
  readonly startedAt: string;
}

/**
 * Send `signal` to one process that this library started.
 *
 * @returns false when there is no such process any more
 */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process with this number exists. A zombie counts until its parent has seen its end. */
export function isAlive(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0 && signalProcess(pid, 0);
}

/** In which order to ask a process to end, and how long to wait after each asking. */
export interface EndingManner {
  readonly signals: readonly NodeJS.Signals[];
  readonly timeoutMs: number;
  readonly lookIntervalMs: number;
}

/**
 * End a process that this library is sure of, first gently.
 *
 * @returns false when it is still there after the last signal and its time
 */
export async function endProcess(
  pid: number,
  { signals, timeoutMs, lookIntervalMs: intervalMs }: EndingManner,
  signal?: AbortSignal,
): Promise<boolean> {
  for (const stopSignal of signals) {
    signalProcess(pid, stopSignal);
    const look = (): true | undefined => (isAlive(pid) ? undefined : true);
    if (await pollUntil(look, { intervalMs, timeoutMs, signal })) return true;
  }
  return false;
}

/** Identity of a live process; undefined when there is none. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!isAlive(pid)) return undefined;
  const startedAt = process.platform === 'linux' ? await startTicks(pid) : await ps(pid, 'lstart');
  return startedAt ? { pid, startedAt } : undefined;
}

/** Whether exactly this process still lives, and not another that was given its number. */
export async function isSameProcessAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.startedAt === identity.startedAt;
}

/** Command line of a process, arguments joined by blanks; empty when it is gone. */
export async function commandLineOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ps(pid, 'command');
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.replaceAll('\0', ' ').trim();
}

/** Field 22 of proc_pid_stat(5). The name in field 2 may hold blanks and parentheses. */
async function startTicks(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  // A zombie runs no more: it only waits to be counted by its parent.
  return state === 'Z' ? '' : (ticks ?? '');
}

async function ps(pid: number, field: string): Promise<string> {
  const run = promisify(execFile)('ps', ['-o', `${field}=`, '-p', String(pid)]);
  return run.then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}
