import type { ChunkEvent, ChunkResult } from '@pipelines/contracts';
import type { Metric } from '@pipelines/lambda-kit';
import type { Database } from '@pipelines/sql-tasks';
import { chunkTask, findChunkFiles } from '../chunk-tasks.ts';
import { MOCKED_CHUNK_ROWS, mockedPlan } from '../mocked-chunks.ts';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { asOfTime, attemptTask, type TaskRun } from './attempt-task.ts';
import { emitPipelineMetrics } from './emit-pipeline-metrics.ts';
import { type Chunk, findChunk } from './find-chunk.ts';
import { reportChunkFailed } from './report-chunk-failed.ts';
import { runTaskFiles } from './run-task-files.ts';
import { timesSince } from './task-times.ts';

type ChunkCounts = Pick<ChunkResult, 'chunk_id' | 'start_date' | 'end_date' | 'updated_rows'>;

/**
 * TASK_02 in chunks, for each of them: the rules of TASK_02 on the marked pairs of some dates.
 *
 * Safe to run twice, in any order and beside other chunks: one transaction, which clears the marks
 * of what it updates. A failure is told to the ledger, and leaves the settings table alone, for the
 * other chunks go on.
 *
 * @throws {ChunkProcessingError} after a rollback; {TaskTimeoutError} past the deadline
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function processChunk(context: ActionContext<ChunkEvent>): Promise<ChunkResult> {
  const { event, ports, log } = context;
  const startMs = ports.clock.now();
  const settings = event.use_mock ? undefined : readSettings(ports.environment);
  const counts = settings
    ? await processOnDatabase(context, { settings, startMs })
    : mockedCounts(event);
  const { duration_seconds } = timesSince(startMs, ports.clock);
  log.info(`Rows affected: ${counts.updated_rows}`, { ...counts, duration_seconds });
  if (settings) {
    const metrics: readonly Metric[] = [
      { name: 'ChunksDone', unit: 'Count', value: 1 },
      { name: 'ChunkDuration', unit: 'Seconds', value: duration_seconds },
      { name: 'ChunkRows', unit: 'Count', value: counts.updated_rows },
    ];
    emitPipelineMetrics(metrics, { settings, ports });
  }
  return { status: 'success', task: 'TASK_02_CHUNK', ...counts, duration_seconds };
}

function mockedCounts({ chunk_id, start_date, end_date }: ChunkEvent): ChunkCounts {
  const [first] = mockedPlan.date_chunks;
  return {
    chunk_id,
    start_date: start_date ?? first?.start_date ?? '',
    end_date: end_date ?? first?.end_date ?? '',
    updated_rows: MOCKED_CHUNK_ROWS,
  };
}

async function processOnDatabase(
  context: ActionContext<ChunkEvent>,
  run: TaskRun,
): Promise<ChunkCounts> {
  const { event, ports, log } = context;
  return attemptTask(chunkTask, context, {
    ...run,
    files: [...findChunkFiles, ...chunkTask.files],
    work: async (database) => {
      const chunk = await findChunk(context, {
        ...run,
        database,
        asOf: asOfTime(context, run),
      });
      return updateChunk(context, { ...run, database, chunk });
    },
    countRows: ({ updated_rows }) => ({ updated_rows }),
    onFailure: (error) =>
      reportChunkFailed({ settings: run.settings, ports }, { event, error, log }),
  });
}

async function updateChunk(
  context: ActionContext<ChunkEvent>,
  { settings, database, chunk }: TaskRun & { readonly database: Database; readonly chunk: Chunk },
): Promise<ChunkCounts> {
  const { run_id, chunk_id } = context.event;
  const { start_date, end_date } = chunk;
  const { rowsByStep } = await runTaskFiles(context, {
    settings,
    database,
    files: chunkTask.files,
    values: {
      as_of: chunk.as_of,
      run_id: run_id === undefined ? null : String(run_id),
      chunk_id: chunk_id === undefined ? null : String(chunk_id),
      start_date,
      end_date,
      bucket: String(chunk.bucket),
      buckets: String(chunk.buckets),
    },
    lockMode: 'shared',
  });
  return { chunk_id, start_date, end_date, updated_rows: rowsByStep['update-conflicts'] ?? 0 };
}
