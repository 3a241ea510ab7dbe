import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { watchProcessTree } from '@pipelines/local-cloud';
import { describeMemory, type MemoryFigures } from './memory-figures.ts';
import { reapedCpuSeconds } from './reaped-cpu-seconds.ts';

const program = join(import.meta.dirname, '../../../apps/simulator/src/bin.ts');
const SAMPLE_EVERY_MS = 500;

/** One command of the simulator, run as a process of its own. */
export interface SimulatorRun {
  readonly seconds: number;
  /** Of the process and all that it started; undefined where it cannot be told. */
  readonly cpuSeconds: number | undefined;
  readonly stdout: string;
  /** Of the process and all that it started: Lambdas and PostgreSQL. */
  readonly memory: MemoryFigures;
}

/**
 * Run a command of the simulator and time the whole process; its progress goes to our stderr.
 *
 * @param args - `['seed', '--visits', '1000']`
 * @param env - added to this process's environment
 * @throws {Error} when it does not end with exit code 0
 */
export async function runSimulator(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SimulatorRun> {
  const startedMs = performance.now();
  const cpuBefore = reapedCpuSeconds();
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const watch = watchProcessTree(child.pid ?? 0, { intervalMs: SAMPLE_EVERY_MS });
  const stdout = await text(child.stdout);
  const code = await exited;
  const seconds = (performance.now() - startedMs) / 1_000;
  const memory = describeMemory(await watch.stop());
  const cpuAfter = reapedCpuSeconds();
  const cpuSeconds =
    cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
  if (code !== 0) throw new Error(`simulator ${args.join(' ')} ended with exit code ${code}`);
  return { seconds, cpuSeconds, stdout, memory };
}
