import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DOUBLE_RULE } from './terminal-report.ts';

/** What `view-errors` tells about the log file. */
export interface LogDigest {
  readonly path: string;
  /** The last lines that were asked for, oldest first. */
  readonly lines: readonly string[];
  /** Of the whole file, as are the next two. */
  readonly totalLines: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface LogDigestOptions {
  /** Keep at most so many lines. */
  readonly lines: number;
  readonly isErrorsOnly: boolean;
}

/**
 * Read a log file once, whatever its size, and keep its end.
 *
 * Errors and warnings are told by ` - ERROR - ` and ` - WARNING - `: conflict-report.md 1.6.
 *
 * @returns `undefined` when there is no such file
 * @throws when the file is there and cannot be read
 */
export async function readLogDigest(
  path: string,
  options: LogDigestOptions,
): Promise<LogDigest | undefined> {
  const kept: string[] = [];
  const counts = { totalLines: 0, errors: 0, warnings: 0 };
  try {
    for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
      const isError = line.includes(' - ERROR - ');
      counts.totalLines += 1;
      if (isError) counts.errors += 1;
      if (line.includes(' - WARNING - ')) counts.warnings += 1;
      if (options.isErrorsOnly && !isError) continue;
      kept.push(line);
      if (kept.length > options.lines) kept.shift();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { path, lines: kept, ...counts };
}

/** The digest as text, in the order of conflict-report.md section 8. */
export function logDigestLines(
  digest: LogDigest,
  { isErrorsOnly }: Pick<LogDigestOptions, 'isErrorsOnly'>,
): readonly string[] {
  const { lines, totalLines, errors, warnings, path } = digest;
  return [
    DOUBLE_RULE,
    `LOG FILE - LAST ${lines.length.toLocaleString('en-US')} ${isErrorsOnly ? 'ERRORS' : 'LINES'}`,
    DOUBLE_RULE,
    ...lines,
    DOUBLE_RULE,
    `Total lines: ${totalLines.toLocaleString('en-US')}`,
    `Errors: ${errors.toLocaleString('en-US')}`,
    `Warnings: ${warnings.toLocaleString('en-US')}`,
    `Log file: ${path}`,
    DOUBLE_RULE,
  ];
}
