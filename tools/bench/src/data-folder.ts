import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSimulator, type SimulatorRun } from './run-simulator.ts';

/** The moment that every run calls now, and around which visits are generated. */
export const AS_OF = '2025-01-20T14:30:00Z';

const SEED = ['--seed', '20250120', '--as-of', AS_OF, '--json'];

/** A state folder with generated visits, as the simulator keeps them. */
export interface DataFolder {
  readonly path: string;
  /** Options that make a command of the simulator use it. */
  readonly options: readonly string[];
  readonly seeding: SimulatorRun;
}

/**
 * Seed visits into a new state folder, use it, and remove it whatever happens.
 *
 * @param visits - each brings about 3.8 map rows of 246 columns: 100 000 need 2 GB of disk
 */
export async function withSeededFolder<Result>(
  visits: number,
  use: (folder: DataFolder) => Promise<Result>,
): Promise<Result> {
  const path = await mkdtemp(join(tmpdir(), 'bench-'));
  const options = ['--data-dir', path];
  try {
    const seeding = await runSimulator(['seed', '--visits', String(visits), ...SEED, ...options]);
    return await use({ path, options, seeding });
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Rows of a statement, by the simulator's own `sql` command. */
export async function query<Row>(folder: DataFolder, statement: string): Promise<readonly Row[]> {
  const { stdout } = await runSimulator(['sql', statement, '--json', ...folder.options]);
  return JSON.parse(stdout) as readonly Row[];
}

/** Pairs in the map. */
export async function countMapRows(folder: DataFolder): Promise<number> {
  const statement = 'select count(*)::int as rows from conflict.conflictvisitmaps';
  const [row] = await query<{ readonly rows: number }>(folder, statement);
  return row?.rows ?? 0;
}
