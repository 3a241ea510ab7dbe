import { join, resolve } from 'node:path';
import { exitCodes } from '@pipelines/command-line';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { parseAsOf } from '../cli/execution-input.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { assertFileSpace } from '../files/assert-file-space.ts';
import { writeSampleFiles, type WrittenFile } from '../files/write-sample-files.ts';
import { SBIR_FOLDER } from '../refresh/plan-refresh.ts';
import { createLoadLine } from '../report/load-progress.ts';
import { tableCountLines } from '../report/table-counts.ts';

/** 36 MB: every rule is broken by some record, written in a second. */
const DEFAULT_AWARDS = '20000';

export const seedSbirHelp = `Usage: simulator seed sbir [options]
Write the files of the weekly refresh, all or nothing: award_data.csv and nine company search files.

  --awards N       records of award_data.csv (default ${DEFAULT_AWARDS}; the real file has 219500, 390 MB)
  --random-seed S  the same number gives the same bytes (default 1)
  --out DIR        default ${SBIR_FOLDER}/ in the state folder
  --as-of TS       award years end with its year (default: now)
${commonOptionsHelp}

Invented firms and people. Needs no engine; with --json stdout is {folder, files}.
Exit codes: 0 written, 3 too little disk, which is checked first.

Examples:
  simulator seed sbir
  simulator seed sbir --awards 219500 --random-seed 7 --out data/raw/sbir`;

/** `simulator seed sbir`: write the files, then print the rows of each. See {@link seedSbirHelp}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    awards: { type: 'string', default: DEFAULT_AWARDS },
    'random-seed': { type: 'string', default: '1' },
    out: { type: 'string' },
    'as-of': { type: 'string' },
  });
  const asOf = values['as-of'];
  const options = {
    awards: parseCount('--awards', values.awards),
    seed: parseCount('--random-seed', values['random-seed']),
    asOf: asOf === undefined ? new Date(io.clock.now()).toISOString() : parseAsOf(asOf),
  };
  const folder = resolve(io.cwd, values.out ?? join(values['data-dir'], SBIR_FOLDER));
  const awardFile = generateAwardFile(options);
  await assertFileSpace(options.awards, folder);
  const files = [awardFile, ...generateCompanyFiles(options)];
  const line = values.quiet ? undefined : createLoadLine(io.err, io.clock);
  const startMs = io.clock.now();
  let written: readonly WrittenFile[];
  try {
    written = await writeSampleFiles(files, folder, {
      signal: io.signal,
      onProgress: (progress) => line?.update(progress),
    });
  } finally {
    line?.clear();
  }
  if (values.json) {
    writeLine(io.out, JSON.stringify({ folder, files: written }, undefined, 2));
    return exitCodes.ok;
  }
  const counts = written.map(({ file, rows }) => ({ table: file, rows }));
  for (const text of tableCountLines(counts, 'files')) writeLine(io.out, text);
  if (!values.quiet) writeLine(io.err, summaryOf(written, folder, io.clock.now() - startMs));
  return exitCodes.ok;
}

function summaryOf(written: readonly WrittenFile[], folder: string, elapsedMs: number): string {
  const bytes = written.reduce((sum, file) => sum + file.bytes, 0);
  const rows = written.reduce((sum, file) => sum + file.rows, 0);
  const perSecond = Math.round(rows / Math.max(elapsedMs / 1_000, 0.001)).toLocaleString('en-US');
  return `Wrote ${(bytes / 1e6).toFixed(1)} MB to "${folder}": ${perSecond} rows/s`;
}
