import { setTimeout } from 'node:timers/promises';
import { type ProcessMemory, readProcessTree } from './process-tree.ts';

const DEFAULT_INTERVAL_MS = 1_000;

/** The most that was seen of a process tree, sampled: a shorter peak may have been missed. */
export interface TreePeak {
  /** Largest sum of proportional sizes: memory that the tree took from the machine. 0: unknown. */
  readonly totalBytes: number;
  /** Each process that was seen, with its largest sizes. */
  readonly processes: readonly ProcessMemory[];
}

export interface TreeWatch {
  /** Take a last sample, end, and tell. */
  stop(): Promise<TreePeak>;
}

/**
 * Sample the memory of a process and all below it until it is stopped.
 *
 * @param options.intervalMs - between samples; reading one takes a few milliseconds per process
 * @param options.matching - which processes count; default: all
 */
export function watchProcessTree(
  rootPid: number,
  options: {
    readonly intervalMs?: number;
    readonly matching?: (commandLine: string) => boolean;
  } = {},
): TreeWatch {
  const { intervalMs = DEFAULT_INTERVAL_MS, matching = () => true } = options;
  const peaks = new Map<number, ProcessMemory>();
  let totalBytes = 0;
  const sample = async (): Promise<void> => {
    const tree = (await readProcessTree(rootPid)).filter((one) => matching(one.commandLine));
    const sum = tree.reduce((bytes, one) => bytes + one.proportionalBytes, 0);
    totalBytes = Math.max(totalBytes, sum);
    for (const one of tree) peaks.set(one.pid, larger(one, peaks.get(one.pid)));
  };
  const ended = new AbortController();
  const watching = repeat(sample, intervalMs, ended.signal);
  return {
    async stop() {
      ended.abort();
      await watching;
      await sample();
      return { totalBytes, processes: [...peaks.values()] };
    },
  };
}

async function repeat(
  sample: () => Promise<void>,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await sample();
    // Aborted: the caller takes the last sample itself.
    await setTimeout(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Command line as last seen: a server process names what it does there. */
function larger(now: ProcessMemory, before: ProcessMemory | undefined): ProcessMemory {
  if (!before) return now;
  return {
    ...now,
    residentBytes: Math.max(now.residentBytes, before.residentBytes),
    proportionalBytes: Math.max(now.proportionalBytes, before.proportionalBytes),
  };
}
