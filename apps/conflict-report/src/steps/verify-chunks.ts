import type { VerifyChunksEvent, VerifyChunksResult } from '@pipelines/contracts';
import { closeRunFiles, verifyChunksTask } from '../chunk-tasks.ts';
import { mockedVerification } from '../mocked-chunks.ts';
import { ChunksNotDoneError } from '../errors/ledger-errors.ts';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { attemptTask, type TaskRun } from './attempt-task.ts';
import { closeRun, type Verification } from './close-run.ts';
import { emitPipelineMetrics } from './emit-pipeline-metrics.ts';
import { reportRunFailed } from './report-run-failed.ts';
import { timesSince } from './task-times.ts';
import type { DatabaseAccess } from './with-database.ts';

/**
 * TASK_02 in chunks, last: every chunk is done, or the run has failed. Ends the run in the ledger
 * and in the settings table either way.
 *
 * @throws {ChunkVerificationError} naming the chunks that are not done
 * @throws {ConfigValidationError} and what {@link withDatabase} throws, before anything was run
 */
export async function verifyChunks(
  context: ActionContext<VerifyChunksEvent>,
): Promise<VerifyChunksResult> {
  const { event, ports } = context;
  const startMs = ports.clock.now();
  const counts = event.use_mock
    ? mockedVerification
    : await verifyOnDatabase(context, { settings: readSettings(ports.environment), startMs });
  const { duration_seconds } = timesSince(startMs, ports.clock);
  return { status: 'success', task: 'TASK_02_VERIFY', ...counts, duration_seconds };
}

async function verifyOnDatabase(
  context: ActionContext<VerifyChunksEvent>,
  run: TaskRun,
): Promise<Verification> {
  const { settings } = run;
  const access = { settings, ports: context.ports };
  const verified = await attemptTask(verifyChunksTask, context, {
    ...run,
    files: closeRunFiles,
    work: (database) => closeRun(context, { settings, database, runId: context.event.run_id }),
    countRows: (counts) => counts,
    onFailure: (error) => {
      if (error.cause instanceof ChunksNotDoneError) emitFailed(error.cause.chunkCount, access);
      return reportRunFailed(access, context.log);
    },
  });
  emitFailed(0, access);
  return verified;
}

/** Chunks that no attempt has done; an alarm needs the zero of a good run too. */
function emitFailed(chunkCount: number, access: DatabaseAccess): void {
  emitPipelineMetrics([{ name: 'ChunksFailed', unit: 'Count', value: chunkCount }], access);
}
