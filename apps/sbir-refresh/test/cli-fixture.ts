import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type JsonObject } from '@pipelines/core';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import { createLocalStore, type FileStore } from '@pipelines/s3-files';
import type { CliIo } from '../src/cli/cli-io.ts';
import { runProgram } from '../src/cli/run-program.ts';

const SAMPLE = { awards: 200, seed: 11, asOf: '2026-11-23' };

/** How one command line ended. */
export interface CliEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with an award file, company files, and a data folder that is still empty. */
export interface CliFolder {
  readonly cwd: string;
  readonly awardFile: string;
  /** The data folder as a store. */
  readonly files: FileStore;
  /** Run a command line in this process, on that data folder, without a graph's settings. */
  cli(args: readonly string[], io?: Partial<CliIo>): Promise<CliEnd>;
  /** The same with `--json`: its document. */
  json(args: readonly string[], io?: Partial<CliIo>): Promise<JsonObject>;
  remove(): Promise<void>;
}

/** Make one; the company files lie in the data folder too. */
export async function makeCliFolder(): Promise<CliFolder> {
  const cwd = await mkdtemp(join(tmpdir(), 'sbir-refresh-cli-'));
  const awardFile = join(cwd, 'award_data.csv');
  await writeFile(awardFile, awardsOf({}));
  const files = createLocalStore(join(cwd, 'data'));
  for (const file of generateCompanyFiles(SAMPLE)) {
    const text = [...file.chunks()].join('');
    await writeFile(join(cwd, file.name), text);
    await files.write(`raw/companies/${file.name}`, text);
  }
  const cli = async (args: readonly string[], io: Partial<CliIo> = {}): Promise<CliEnd> => {
    const written = { out: '', err: '' };
    const code = await runProgram(args, {
      out: (line) => (written.out += `${line}\n`),
      err: (line) => (written.err += `${line}\n`),
      env: {},
      cwd,
      clock: systemClock,
      signal: new AbortController().signal,
      owner: 'test host process 1',
      ...io,
    });
    return { code, ...written };
  };
  return {
    ...{ cwd, awardFile, files, cli },
    json: async (args, io) => {
      const { out } = await cli([...args, '--json'], io);
      return JSON.parse(out) as JsonObject;
    },
    remove: () => rm(cwd, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** The text of an award file, changed in some way. */
export const awardsOf = (change: object): string =>
  [...generateAwardFile({ ...SAMPLE, ...change }).chunks()].join('');
