import { readdir, readFile } from 'node:fs/promises';

/** Memory of one process at one moment. */
export interface ProcessMemory {
  readonly pid: number;
  /** Arguments joined by blanks, as the process shows them: `postgres: checkpointer`. */
  readonly commandLine: string;
  /** Pages in memory; what several processes share counts for each of them. */
  readonly residentBytes: number;
  /** As `residentBytes`, with each shared page divided by its users: these add up. */
  readonly proportionalBytes: number;
}

/**
 * A process and all below it, with their memory as Linux counts it.
 *
 * A process that ends meanwhile, or whose figures we may not read, is left out; so is a zombie.
 *
 * @returns an empty list where /proc does not exist
 * Source: proc_pid_smaps(5), smaps_rollup
 */
export async function readProcessTree(rootPid: number): Promise<readonly ProcessMemory[]> {
  const parents = await readParents();
  const members = [rootPid];
  for (const parent of members) {
    for (const [pid, parentPid] of parents) if (parentPid === parent) members.push(pid);
  }
  const found = await Promise.all(members.map(readMemory));
  return found.filter((memory) => memory !== undefined);
}

/** Parent of a process; undefined when there is no such process. */
export async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Field 4 of proc_pid_stat(5). The name in field 2 may hold blanks and parentheses.
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return Number.isSafeInteger(parent) ? parent : undefined;
}

async function readParents(): Promise<ReadonlyMap<number, number>> {
  const names = await readdir('/proc').catch((): string[] => []);
  const parents = new Map<number, number>();
  await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const parent = await parentOf(Number(name));
        if (parent !== undefined) parents.set(Number(name), parent);
      }),
  );
  return parents;
}

async function readMemory(pid: number): Promise<ProcessMemory | undefined> {
  const [commandLine, rollup] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''),
  ]);
  const bytesOf = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) * 1_024;
  const residentBytes = bytesOf('Rss');
  // One that is ending has lost its arguments first.
  if (residentBytes === 0 || commandLine === '') return undefined;
  return {
    pid,
    commandLine: commandLine.replaceAll('\0', ' ').trim(),
    residentBytes,
    proportionalBytes: bytesOf('Pss'),
  };
}
