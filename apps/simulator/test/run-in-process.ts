import { afterAll, beforeAll } from '@jest/globals';
import type { CliIo } from '../src/cli/cli-io.ts';
import { runProgram } from '../src/cli/run-program.ts';
import { recordedIo } from './recorded-io.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Variables of this machine that the embedded engine needs; Docker would only be slower. */
export const machineEnv = {
  HOME: process.env['HOME'],
  XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
  PIPELINES_CACHE_DIR: process.env['PIPELINES_CACHE_DIR'],
  PIPELINES_NO_DOCKER: '1',
};

/** How one command line ended. */
export interface CommandEnd {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Run one command line in this process, with `cwd` holding the state folder. */
export async function runInProcess(
  args: readonly string[],
  cwd: string,
  overrides: Partial<CliIo> = {},
): Promise<CommandEnd> {
  const io = recordedIo({ cwd, ...overrides, env: { ...machineEnv, ...overrides.env } });
  const exitCode = await runProgram(args, io);
  return { exitCode, ...io.written };
}

/** The rows of `simulator sql --json`. */
export async function queryInProcess(
  statement: string,
  cwd: string,
): Promise<readonly Record<string, unknown>[]> {
  const end = await runInProcess(['sql', statement, '--json', '--quiet'], cwd);
  if (end.exitCode !== 0) throw new Error(end.err);
  return JSON.parse(end.out) as Record<string, unknown>[];
}

/**
 * A temporary folder whose engine stays up for all commands of a describe block, as a running serve
 * keeps it: starting one for each command would take a second each. It ends before the folder goes.
 */
export function folderWithEngine(): string {
  let release: (() => Promise<unknown>) | undefined;
  afterAll(() => release?.());
  const cwd = temporaryFolder();
  beforeAll(async () => {
    release = await holdEngine(cwd);
  });
  return cwd;
}

/** Serve `cwd` until the returned function is called. */
async function holdEngine(cwd: string): Promise<() => Promise<unknown>> {
  const stop = new AbortController();
  const io = recordedIo({ cwd, env: machineEnv, signal: stop.signal });
  const ready = Promise.withResolvers<void>();
  const out = {
    isTerminal: false,
    write(text: string): void {
      if (text.includes('Stop with')) ready.resolve();
    },
  };
  const ended = runProgram(['serve', '--port', '0'], { ...io, out });
  await Promise.race([ready.promise, ended.then(() => Promise.reject(new Error(io.written.err)))]);
  return () => {
    stop.abort(new Error('The test is over'));
    return ended;
  };
}
