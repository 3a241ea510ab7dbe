import { type Clock, waitUntil } from '@pipelines/core';
import { RefreshError } from '../errors/refresh-error.ts';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';
import { TaskTimeoutError } from '../errors/task-timeout-error.ts';
import type { AskDagster } from './dagster-client.ts';
import { statusOfRun } from './dagster-runs.ts';

/** So many questions in a row may go unanswered: the run goes on without us. */
const MOST_SILENCES = 3;
const FAILED: ReadonlySet<string> = new Set(['FAILURE', 'CANCELED']);

export interface Following {
  readonly ask: AskDagster;
  readonly runId: string;
  readonly clock: Clock;
  /** Epoch ms. */
  readonly deadlineMs: number;
  readonly pollEveryMs: number;
}

/**
 * Ask for a run until it has succeeded.
 *
 * @throws {RefreshError} when it fails or is cancelled
 * @throws {TaskTimeoutError} before the deadline would pass; the run goes on, its id is in the message
 * @throws {SourceUnavailableError} after four questions in a row without an answer
 */
export async function followRun(following: Following): Promise<void> {
  const { runId, clock, deadlineMs, pollEveryMs } = following;
  for (let silences = 0; ;) {
    const status = await answerOf(following, silences);
    if (status === 'SUCCESS') return;
    if (status !== undefined && FAILED.has(status)) {
      throw new RefreshError(`Dagster run ${runId} ended as ${status}`);
    }
    silences = status === undefined ? silences + 1 : 0;
    const nextMs = clock.now() + pollEveryMs;
    if (nextMs >= deadlineMs) {
      throw new TaskTimeoutError(`Dagster run ${runId} has not ended in time; it goes on`);
    }
    await waitUntil(nextMs, clock);
  }
}

async function answerOf({ ask, runId }: Following, silences: number): Promise<string | undefined> {
  try {
    return await statusOfRun(ask, runId);
  } catch (error) {
    if (error instanceof SourceUnavailableError && silences < MOST_SILENCES) return undefined;
    throw error;
  }
}
