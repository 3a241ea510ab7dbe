import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MemoryFigures } from './memory-figures.ts';
import { comparePandas, type PandasFigures } from './pandas-peer.ts';
import { round } from './round.ts';
import { runSimulator } from './run-simulator.ts';
import { withAwardFiles } from './with-award-files.ts';

const stepsProgram = join(import.meta.dirname, '../../../apps/sbir-refresh/bench/steps.bench.ts');
const runProgram = promisify(execFile);

/** What each step may take at 219 500 awards; a limit that we set ourselves. */
const cpuLimits = { validate: 6, profile: 6, ingestion: 7.5, enrichment: null } as const;
const REFRESH_LIMIT_SECONDS = 90;
const MAX_RESIDENT_MIB = 300;

type Step = keyof typeof cpuLimits;

/** One step over the whole file, in a process of its own, on files on disk. */
export interface StepFigures {
  readonly step: Step;
  readonly seconds: number;
  /** All threads of the process; hardly moved by what else the machine does. */
  readonly cpuSeconds: number;
  readonly maxRssMib: number;
  readonly cpuLimit: number | null;
  readonly rssLimitMib: number;
}

/** The refresh at one size: steps alone, then the whole machine without its graph. */
export interface RefreshFigures {
  readonly bench: 'sbir-refresh';
  readonly awards: number;
  readonly seedSeconds: number;
  readonly steps: readonly StepFigures[];
  readonly refreshSeconds: number;
  readonly refreshLimitSeconds: number;
  readonly states: Readonly<Record<string, number>>;
  readonly memory: MemoryFigures;
  /** What a user would write with pandas; null without Python and pandas. */
  readonly peer: PandasFigures | null;
  /** Of the machine, over the last minute. */
  readonly load: number;
}

/**
 * Seed an award file with its company files, and measure the refresh on it.
 *
 * @param options - `awards`; `python` is the program that runs the peer
 * @throws {RangeError} when the disk has too little room for it; {Error} when a command fails
 */
export async function benchRefresh(options: {
  readonly awards: number;
  readonly python: string;
}): Promise<RefreshFigures> {
  const { awards, python } = options;
  return withAwardFiles(awards, async ({ path, files, seedSeconds }) => {
    const steps: StepFigures[] = [];
    for (const step of Object.keys(cpuLimits) as Step[]) steps.push(await runStep(step, files));
    const refresh = await runRefresh(files, join(path, 'data'));
    return {
      ...{ bench: 'sbir-refresh', awards, seedSeconds, steps },
      ...refresh,
      refreshLimitSeconds: REFRESH_LIMIT_SECONDS,
      peer: await comparePandas(python, files),
      load: round(loadavg()[0] ?? 0),
    };
  });
}

async function runStep(step: Step, files: string): Promise<StepFigures> {
  const { stdout } = await runProgram(process.execPath, [stepsProgram, files, step]);
  const figures = JSON.parse(stdout) as Omit<StepFigures, 'cpuLimit' | 'rssLimitMib'>;
  return {
    ...figures,
    seconds: round(figures.seconds),
    cpuSeconds: round(figures.cpuSeconds),
    cpuLimit: cpuLimits[step],
    rssLimitMib: MAX_RESIDENT_MIB,
  };
}

/** The part of `simulator run --json` that is read here. */
interface RunReport {
  readonly totalDurationSeconds: number;
  readonly states: readonly { readonly name: string; readonly durationSeconds: number }[];
}

async function runRefresh(files: string, dataDir: string) {
  const source = ['--source', join(files, 'award_data.csv'), '--companies', files];
  const { stdout, memory } = await runSimulator([
    ...['run', 'sbir-analytics-weekly-refresh', ...source, '--input', '{"run_neo4j":false}'],
    ...['--data-dir', dataDir, '--json'],
  ]);
  const { totalDurationSeconds, states } = JSON.parse(stdout) as RunReport;
  return {
    refreshSeconds: round(totalDurationSeconds),
    states: Object.fromEntries(
      states.map(({ name, durationSeconds }) => [name, round(durationSeconds)]),
    ),
    memory,
  };
}
