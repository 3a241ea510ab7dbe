import { dateChunk, type PrepareChunksEvent, type PrepareChunksResult } from '@pipelines/contracts';
import * as z from 'zod';
import { closeRunFiles, prepareChunksTask } from '../chunk-tasks.ts';
import { mockedPlan } from '../mocked-chunks.ts';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { asOfTime, attemptTask, type TaskRun } from './attempt-task.ts';
import { closeRun } from './close-run.ts';
import { reportRunFailed } from './report-run-failed.ts';
import { runTaskFiles } from './run-task-files.ts';
import { timesSince } from './task-times.ts';

const chunkPlan = z.object({
  run_id: z.int(),
  marked_rows: z.int(),
  total_rows: z.int(),
  num_chunks: z.int(),
  date_chunks: z.array(dateChunk),
});

type ChunkPlan = z.output<typeof chunkPlan>;

/**
 * TASK_02 in chunks, first: mark the pairs due for a check and plan the chunks, or go on with an
 * unfinished run of the same `as_of`.
 *
 * A run without chunks to do is closed at once, for nothing else would: no verification follows it.
 *
 * @throws {GetChunksError} after a rollback; {TaskTimeoutError} past the deadline
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function prepareChunks(
  context: ActionContext<PrepareChunksEvent>,
): Promise<PrepareChunksResult> {
  const { event, ports, log } = context;
  const startMs = ports.clock.now();
  const plan = event.use_mock
    ? mockedPlan
    : await prepareOnDatabase(context, { settings: readSettings(ports.environment), startMs });
  const { run_id, marked_rows, num_chunks } = plan;
  log.info(`Run ${run_id} has ${num_chunks} chunks to do`, { run_id, marked_rows, num_chunks });
  const { duration_seconds } = timesSince(startMs, ports.clock);
  return { status: 'success', task: 'TASK_02_PREPARE', ...plan, duration_seconds };
}

async function prepareOnDatabase(
  context: ActionContext<PrepareChunksEvent>,
  run: TaskRun,
): Promise<ChunkPlan> {
  const { event, ports, log } = context;
  const { settings } = run;
  return attemptTask(prepareChunksTask, context, {
    ...run,
    files: [...prepareChunksTask.files, ...closeRunFiles],
    work: async (database) => {
      const { lastRows } = await runTaskFiles(context, {
        settings,
        database,
        files: prepareChunksTask.files,
        values: {
          as_of: asOfTime(context, run),
          max_chunk_rows: String(event.max_chunk_rows),
          max_chunk_days: String(event.max_chunk_days),
        },
      });
      const plan = chunkPlan.parse(lastRows[0]);
      if (plan.num_chunks === 0) {
        await closeRun(context, { settings, database, runId: plan.run_id });
      }
      return plan;
    },
    countRows: ({ marked_rows, total_rows, num_chunks }) => ({
      marked_rows,
      total_rows,
      num_chunks,
    }),
    onFailure: () => reportRunFailed({ settings, ports }, log),
  });
}
