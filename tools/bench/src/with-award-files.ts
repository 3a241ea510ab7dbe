import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AS_OF } from './data-folder.ts';
import { round } from './round.ts';
import { runSimulator } from './run-simulator.ts';

/** The award file, its copies in the endpoint and in the graph, the validated CSV, and what they log. */
const BYTES_PER_AWARD = 12_000;

/** A temporary folder with the files of the refresh. */
export interface AwardFiles {
  readonly path: string;
  /** Where the files are, below `path`. */
  readonly files: string;
  readonly seedSeconds: number;
}

/**
 * Seed an award file with its company files, use it, and remove it whatever happens.
 *
 * @throws {RangeError} when the disk has too little room for what a bench makes of it
 */
export async function withAwardFiles<Result>(
  awards: number,
  use: (folder: AwardFiles) => Promise<Result>,
): Promise<Result> {
  await assertDiskSpace(awards);
  const path = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const files = join(path, 'sbir');
    const seed = ['seed', 'sbir', '--awards', String(awards), '--as-of', AS_OF, '--out', files];
    const { seconds } = await runSimulator([...seed, '--json']);
    return await use({ path, files, seedSeconds: round(seconds) });
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function assertDiskSpace(awards: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const needed = awards * BYTES_PER_AWARD;
  if (bavail * bsize < needed) {
    throw new RangeError(`${awards} awards need ${Math.ceil(needed / 1e9)} GB in "${tmpdir()}"`);
  }
}
