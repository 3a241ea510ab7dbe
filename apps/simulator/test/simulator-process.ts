import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const PROGRAM = path.join(import.meta.dirname, '../src/bin.ts');

/** How one command line ended. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** A simulator in a process of its own. */
export interface SimulatorProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<ProcessEnd>;
  /** Resolves with stdout so far once it contains `text`; rejects when the process ends first. */
  printed(text: string): Promise<string>;
}

/**
 * Start the program as a user would, with a clean environment and without Docker.
 *
 * @param args - its command line
 * @param options - `cwd` holds the state folder; `env` is added to the few names every process needs
 */
export function startSimulator(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): SimulatorProcess {
  const { PATH, HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR } = process.env;
  const base = { PATH, HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR, PIPELINES_NO_DOCKER: '1' };
  const startMs = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    env: { ...base, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = once(child, 'close').then((values): ProcessEnd => {
    const durationMs = performance.now() - startMs;
    return { exitCode: values[0] as number | null, ...output, durationMs };
  });
  return { child, ended, printed: (text) => untilPrinted(child, output, text) };
}

/** Run the program to its end. */
export async function runSimulator(
  args: readonly string[],
  options: Parameters<typeof startSimulator>[1],
): Promise<ProcessEnd> {
  return startSimulator(args, options).ended;
}

function untilPrinted(
  child: ChildProcess,
  output: { readonly stdout: string; readonly stderr: string },
  text: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      if (output.stdout.includes(text)) resolve(output.stdout);
    };
    child.stdout?.on('data', check);
    child.once('close', () => reject(new Error(`Ended without "${text}": ${output.stderr}`)));
    check();
  });
}
