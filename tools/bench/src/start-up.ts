import { execFile } from 'node:child_process';
import { glob, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { round } from './round.ts';
import { readZipEntry } from './read-zip-entry.ts';

const RUNS = 10;
const repository = join(import.meta.dirname, '../../..');
const runProgram = promisify(execFile);

/** Loads a bundle and says what the process took for it, Node.js itself included. */
const LOADER = `require(process.argv[1]);
const { user, system } = process.cpuUsage();
console.log((user + system) / 1000);
process.exit();`;

/** How fast a Lambda's process is there, its handler loaded. */
export interface StartUpFigures {
  readonly bench: 'start-up';
  readonly zip: string;
  readonly zipBytes: number;
  /** Least of ten processes. */
  readonly cpuMs: number;
}

/**
 * Start a process of every zip under `dist/apps/` ten times.
 *
 * @returns by name; empty, and says so loudly on stderr, when nothing is packaged
 * @throws {Error} when a bundle cannot be loaded
 */
export async function benchStartUp(): Promise<readonly StartUpFigures[]> {
  const zips: string[] = [];
  for await (const zip of glob(join(repository, 'dist/apps/*/*.zip'))) zips.push(zip);
  if (zips.length === 0) console.error('SKIPPED start-up: no zip under dist/apps/; npm run build');
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const figures: StartUpFigures[] = [];
    for (const zip of zips.sort()) {
      const bundle = join(folder, 'index.js');
      await writeFile(bundle, readZipEntry(await readFile(zip), 'index.js'));
      figures.push({
        ...{ bench: 'start-up', zip: basename(zip), zipBytes: (await stat(zip)).size },
        cpuMs: round(await leastCpuMs(bundle)),
      });
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function leastCpuMs(bundle: string): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const { stdout } = await runProgram(process.execPath, ['-e', LOADER, bundle], { env: {} });
    least = Math.min(least, Number(stdout));
  }
  return least;
}
