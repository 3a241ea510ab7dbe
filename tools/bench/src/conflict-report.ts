import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';
import { runSimulator } from './run-simulator.ts';

const REPEATS = 3;
const SEED = ['--seed', '20250120', '--as-of', '2025-01-20T14:30:00Z'];

/** The part of `simulator run --json` that is read here. */
interface RunReport {
  readonly states: readonly {
    readonly name: string;
    readonly durationSeconds: number;
  }[];
}

/** Figures of one size: seconds are medians of three runs, each in a process of its own. */
export interface ConflictReportFigures {
  readonly bench: 'conflict-report';
  readonly visits: number;
  readonly mapRows: number;
  readonly seedSeconds: number;
  readonly task01Seconds: number;
  readonly task02Seconds: number;
}

/**
 * Seed generated visits into an embedded PostgreSQL and run the machine three times, as a user
 * would: through the zip, in a state folder of its own, which is removed at the end.
 *
 * @param visits - each brings about 3.8 map rows of 246 columns: 100 000 need 2 GB of disk
 * @throws {Error} when a command of the simulator fails
 */
export async function benchConflictReport(visits: number): Promise<ConflictReportFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  const inFolder = ['--data-dir', dataDir];
  try {
    const seed = await runSimulator(['seed', '--visits', String(visits), ...SEED, ...inFolder]);
    const reports: RunReport[] = [];
    for (let i = 0; i < REPEATS; i++) {
      const run = ['run', 'etl-pipeline', '--as-of', '2025-01-20T14:30:00Z', '--json', ...inFolder];
      reports.push(JSON.parse((await runSimulator(run)).stdout) as RunReport);
    }
    return {
      bench: 'conflict-report',
      visits,
      mapRows: await countMapRows(inFolder),
      seedSeconds: round(seed.seconds),
      task01Seconds: round(median(reports.map((report) => secondsOf(report, 'ExecuteTask01')))),
      task02Seconds: round(median(reports.map((report) => secondsOf(report, 'ExecuteTask02')))),
    };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function secondsOf({ states }: RunReport, name: string): number {
  const state = states.find((candidate) => candidate.name === name);
  if (!state) throw new Error(`The run has no state ${name}`);
  return state.durationSeconds;
}

async function countMapRows(inFolder: readonly string[]): Promise<number> {
  const statement = 'select count(*)::int as rows from conflict.conflictvisitmaps';
  const { stdout } = await runSimulator(['sql', statement, '--json', ...inFolder]);
  const [row] = JSON.parse(stdout) as readonly { readonly rows: number }[];
  return row?.rows ?? 0;
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
