import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type TreeWatch, watchProcessTree } from '@pipelines/local-cloud';

const program = join(import.meta.dirname, '../../../../apps/simulator/bin/simulator.mjs');
const SAMPLE_EVERY_MS = 200;

/** A simulator that answers, in a process of its own. */
export interface ServedSimulator {
  readonly url: string;
  /** From the start of the process to the line that names its address. */
  readonly readySeconds: number;
  /** Peak resident size, sampled; ends the sampling. */
  readonly peakMib: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/**
 * Start `simulator serve` without PostgreSQL and Neo4j on a free port.
 *
 * @param dataDir - its state folder
 * @throws {Error} when it ends instead
 */
export async function serveSimulator(dataDir: string): Promise<ServedSimulator> {
  const startedMs = performance.now();
  const args = [program, 'serve', '--no-engines', '--port', '0', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const watch = watchProcessTree(child.pid ?? 0, { intervalMs: SAMPLE_EVERY_MS });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  const url = await firstAddress(createInterface(child.stdout));
  if (url === undefined) {
    await exited;
    throw new Error('simulator serve ended before it was ready');
  }
  child.stdout.resume();
  const readySeconds = (performance.now() - startedMs) / 1_000;
  return { url, readySeconds, stop, peakMib: () => peakOf(watch) };
}

async function firstAddress(lines: AsyncIterable<string>): Promise<string | undefined> {
  for await (const line of lines) {
    const url = /^\s*URL\s+(http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}

async function peakOf(watch: TreeWatch): Promise<number> {
  const { processes } = await watch.stop();
  const largest = Math.max(0, ...processes.map(({ residentBytes }) => residentBytes));
  return Math.round(largest / 2 ** 20);
}
