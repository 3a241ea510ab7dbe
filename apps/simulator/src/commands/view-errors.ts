import { resolve } from 'node:path';
import { exitCodes } from '@pipelines/command-line';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { logDigestLines, readLogDigest } from '../report/log-digest.ts';
import { logFilePath } from '../report/log-file.ts';

const DEFAULT_LINES = '100';

export const help = `Usage: simulator view-errors [options]
Print the end of the log file of all functions, and how many errors and warnings it holds.

  -n, --lines N       at most so many lines (default ${DEFAULT_LINES})
  -e, --errors-only   only lines of errors, the last N of them
${commonOptionsHelp}

The file is <data-dir>/logs/etl_pipeline.log; its times are UTC. No file yet is no error.

Examples:
  simulator view-errors -e
  simulator view-errors -n 20 --json`;

/** `simulator view-errors`: conflict-report.md section 8. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    lines: { type: 'string', short: 'n', default: DEFAULT_LINES },
    'errors-only': { type: 'boolean', short: 'e', default: false },
  });
  const path = logFilePath(resolve(io.cwd, values['data-dir']));
  const options = {
    lines: parseCount('--lines', values.lines),
    isErrorsOnly: values['errors-only'],
  };
  const digest = await readLogDigest(path, options);
  if (values.json) {
    const empty = { path, lines: [], totalLines: 0, errors: 0, warnings: 0 };
    writeLine(io.out, JSON.stringify(digest ?? empty, undefined, 2));
  } else if (digest) {
    for (const line of logDigestLines(digest, options)) writeLine(io.out, line);
  } else {
    writeLine(io.out, `No log file yet: ${path}`);
  }
  return exitCodes.ok;
}
