import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const program = join(import.meta.dirname, '../../../apps/simulator/src/bin.ts');

/** One command of the simulator, run as a process of its own. */
export interface SimulatorRun {
  readonly seconds: number;
  readonly stdout: string;
}

/**
 * Run a command of the simulator and time the whole process; its progress goes to our stderr.
 *
 * @param args - `['seed', '--visits', '1000']`
 * @throws {Error} when it does not end with exit code 0
 */
export async function runSimulator(args: readonly string[]): Promise<SimulatorRun> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const stdout = await text(child.stdout);
  const code = await exited;
  const seconds = (performance.now() - startedMs) / 1_000;
  if (code !== 0) throw new Error(`simulator ${args.join(' ')} ended with exit code ${code}`);
  return { seconds, stdout };
}
