import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(import.meta.dirname, '../python/refresh_peer.py');
const runProgram = promisify(execFile);

/** Times of the peer: CPU of the process, all threads. */
export interface PandasFigures {
  readonly pandas: string;
  readonly rows: number;
  readonly passedRows: number;
  readonly readCpuSeconds: number;
  /** Reading, checks, and the CSV of what passed. */
  readonly ingestionCpuSeconds: number;
  /** Names by rapidfuzz; null when it is not installed. */
  readonly fuzzyCpuSeconds: number | null;
  readonly matchRate: number | null;
  readonly maxRssMib: number;
}

/**
 * Run what a user would write with pandas over the same files.
 *
 * @param python - program with pandas, and with rapidfuzz for the names
 * @returns null, and says so loudly on stderr, when it is not there
 * @throws {Error} when the script fails
 */
export async function comparePandas(python: string, files: string): Promise<PandasFigures | null> {
  try {
    await runProgram(python, ['-c', 'import pandas']);
  } catch {
    console.error(`SKIPPED the pandas peer: "${python}" has no pandas; choose one by --python`);
    return null;
  }
  const { stdout } = await runProgram(python, [script, files]);
  return JSON.parse(stdout) as PandasFigures;
}
