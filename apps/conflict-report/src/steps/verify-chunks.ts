import type { VerifyChunksEvent, VerifyChunksResult } from '@pipelines/contracts';
import { verifyChunksTask } from '../chunk-tasks.ts';
import { mockedVerification } from '../mocked-chunks.ts';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { attemptTask, type TaskRun } from './attempt-task.ts';
import { closeRun, type Verification } from './close-run.ts';
import { reportRunFailed } from './report-run-failed.ts';
import { timesSince } from './task-times.ts';

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
  return attemptTask(verifyChunksTask, context, {
    ...run,
    work: (database) => closeRun(context, { settings, database, runId: context.event.run_id }),
    onFailure: () => reportRunFailed({ settings, ports: context.ports }, context.log),
  });
}
