import { loadavg } from 'node:os';
import { AS_OF, countMapRows, query, withSeededFolder } from './data-folder.ts';
import { median } from './median.ts';
import type { MemoryFigures } from './memory-figures.ts';
import { round } from './round.ts';
import { runSimulator } from './run-simulator.ts';

/** What must hold for every chunk, and is printed beside what was measured. */
const CHUNK_LIMIT_SECONDS = 60;

/** The part of `simulator run --json` that is read here. */
interface RunReport {
  readonly totalDurationSeconds: number;
  readonly states: readonly { readonly name: string; readonly durationSeconds: number }[];
  readonly output: { readonly verification: { readonly body: { readonly updated_rows: number } } };
}

/** One run of etl-pipeline-chunked on freshly loaded visits. */
export interface ChunkedFigures {
  readonly bench: 'conflict-report-chunked';
  readonly visits: number;
  readonly mapRows: number;
  readonly workers: number;
  readonly seedSeconds: number;
  readonly seedMemory: MemoryFigures;
  readonly task01Seconds: number;
  readonly prepareSeconds: number;
  /** Wall time of all chunks together. */
  readonly chunksSeconds: number;
  readonly totalSeconds: number;
  readonly chunks: number;
  readonly chunkSecondsMedian: number;
  readonly chunkSecondsMax: number;
  readonly chunkLimitSeconds: number;
  readonly updatedRows: number;
  /** Map rows by seconds of TASK_02: prepare, chunks, verify. The same at every size: linear. */
  readonly mapRowsPerSecond: number;
  /** Of the whole run, start of the engine included: Lambdas, PostgreSQL and the simulator. */
  readonly cpuSeconds: number | null;
  readonly cpuSecondsPerMillionRows: number | null;
  readonly memory: MemoryFigures;
  /** Of the machine, over the last minute. */
  readonly load: number;
}

/**
 * Seed visits, run etl-pipeline in chunks once, and tell time per chunk and memory per process.
 *
 * @param visits - a million needs 15 GB of disk
 * @param workers - Lambdas at once; the machine itself allows five
 */
export async function benchChunked(visits: number, workers: number): Promise<ChunkedFigures> {
  return withSeededFolder(visits, async (folder) => {
    const args = ['run', 'etl-pipeline', '--chunked', '--as-of', AS_OF, '--json'];
    const run = await runSimulator([...args, ...folder.options], { MAX_WORKERS: String(workers) });
    const report = JSON.parse(run.stdout) as RunReport;
    const secondsOf = (name: string): number =>
      report.states.find((state) => state.name === name)?.durationSeconds ?? 0;
    const prepareSeconds = secondsOf('GetTask02Chunks');
    const chunksSeconds = secondsOf('ExecuteTask02Parallel');
    const task02Seconds = prepareSeconds + chunksSeconds + secondsOf('VerifyAllChunks');
    const mapRows = await countMapRows(folder);
    const chunkSeconds = await query<{ readonly seconds: number }>(
      folder,
      `select extract(epoch from finished_at - started_at)::float8 as seconds
       from conflict.etl_chunk_state`,
    );
    const seconds = chunkSeconds.map((chunk) => chunk.seconds);
    return {
      bench: 'conflict-report-chunked',
      visits,
      mapRows,
      workers,
      seedSeconds: round(folder.seeding.seconds),
      seedMemory: folder.seeding.memory,
      task01Seconds: round(secondsOf('ExecuteTask01')),
      prepareSeconds: round(prepareSeconds),
      chunksSeconds: round(chunksSeconds),
      totalSeconds: round(report.totalDurationSeconds),
      chunks: seconds.length,
      chunkSecondsMedian: round(median(seconds)),
      chunkSecondsMax: round(Math.max(...seconds)),
      chunkLimitSeconds: CHUNK_LIMIT_SECONDS,
      updatedRows: report.output.verification.body.updated_rows,
      mapRowsPerSecond: Math.round(mapRows / task02Seconds),
      cpuSeconds: run.cpuSeconds === undefined ? null : round(run.cpuSeconds),
      cpuSecondsPerMillionRows:
        run.cpuSeconds === undefined ? null : round((run.cpuSeconds / mapRows) * 1_000_000),
      memory: run.memory,
      load: round(loadavg()[0] ?? 0),
    };
  });
}
