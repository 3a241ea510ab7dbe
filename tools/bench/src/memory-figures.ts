import type { ProcessMemory, TreePeak } from '@pipelines/local-cloud';

/** Peaks in MiB, sampled twice a second. Zero: not seen, or no Linux. */
export interface MemoryFigures {
  /** Largest resident size of the simulator's own process. */
  readonly simulatorMib: number;
  /** Largest resident size of any one Lambda. */
  readonly lambdaMib: number;
  readonly lambdas: number;
  /** Largest resident size of any one process of PostgreSQL, its part of the shared buffers included. */
  readonly postgresMib: number;
  /** All processes together, what they share counted once. */
  readonly totalMib: number;
}

/** The peaks of a simulator's process tree, by what each process is. */
export function describeMemory({ processes, totalBytes }: TreePeak): MemoryFigures {
  // The shell that watches over each of them names the same program.
  const lambdas = processes.filter(({ commandLine }) =>
    /^(?!\S*sh ).*bootstrap\.mjs/.test(commandLine),
  );
  return {
    simulatorMib: largest(processes.filter(({ commandLine }) => /bin\.ts /.test(commandLine))),
    lambdaMib: largest(lambdas),
    lambdas: lambdas.length,
    postgresMib: largest(
      processes.filter(({ commandLine }) => /^\S*\bpostgres\b/.test(commandLine)),
    ),
    totalMib: mebibytes(totalBytes),
  };
}

function largest(processes: readonly ProcessMemory[]): number {
  return mebibytes(Math.max(0, ...processes.map(({ residentBytes }) => residentBytes)));
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
