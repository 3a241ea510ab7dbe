import { PipelineError } from '@pipelines/core';
import { UnexpectedError } from '@pipelines/lambda-kit';
import {
  type Database,
  TaskAlreadyRunningError as SqlTaskAlreadyRunningError,
  TaskTimeoutError as SqlTaskTimeoutError,
} from '@pipelines/sql-tasks';
import type { NamedTask } from '../chunk-tasks.ts';
import {
  TaskAlreadyRunningError,
  TaskFailedError,
  TaskTimeoutError,
} from '../errors/task-errors.ts';
import type { ActionContext } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { beginAudit, type EndAudit } from './begin-audit.ts';
import { type TaskTimes, timesSince } from './task-times.ts';
import { withDatabase } from './with-database.ts';

export interface TaskRun {
  readonly settings: Settings;
  /** Epoch milliseconds at which the task began, connecting included. */
  readonly startMs: number;
}

export interface TaskAttempt<Result> extends TaskRun {
  /** All SQL files that the work may run, for the audit. */
  readonly files: readonly string[];
  readonly work: (database: Database) => Promise<Result>;
  /** What the audit keeps of a result. */
  readonly countRows: (result: Result) => Readonly<Record<string, number>>;
  /** Called once the connection is closed, unless the task gave way to another run. */
  readonly onFailure: (error: TaskFailedError) => Promise<void>;
}

/**
 * Do a task's work on the configured database; a failure gets the task's name and times.
 *
 * The audit knows of it before anything is done, and no work is done that the audit cannot record.
 *
 * @throws {TaskFailedError} the task's own subclass, {TaskTimeoutError}, or, when another run holds
 *   the lock, {TaskAlreadyRunningError}
 * @throws what {@link withDatabase} throws, before anything was run
 */
export async function attemptTask<Result>(
  task: NamedTask,
  context: ActionContext,
  attempt: TaskAttempt<Result>,
): Promise<Result> {
  const { settings, onFailure } = attempt;
  try {
    return await withDatabase({ settings, ports: context.ports }, (database) =>
      workAudited(task, context, { ...attempt, database }),
    );
  } catch (error) {
    // While another run is active the flag in the settings table is that run's, and it is right.
    const isOwnFailure =
      error instanceof TaskFailedError && !(error instanceof TaskAlreadyRunningError);
    if (isOwnFailure) await onFailure(error);
    throw error;
  }
}

async function workAudited<Result>(
  task: NamedTask,
  context: ActionContext,
  attempt: TaskAttempt<Result> & { readonly database: Database },
): Promise<Result> {
  const { database, startMs } = attempt;
  let endAudit: EndAudit | undefined;
  try {
    const asOf = asOfTime(context, attempt);
    endAudit = await beginAudit(context, { ...attempt, asOf });
    const result = await attempt.work(database);
    await endAudit({ status: 'succeeded', rowCounts: attempt.countRows(result) });
    return result;
  } catch (thrown) {
    const error = toTaskError(thrown, task, timesSince(startMs, context.ports.clock));
    await endAudit?.({ status: 'failed', errorName: error.name });
    throw error;
  }
}

/** The moment that the run calls now: the event's, else the environment's, else its start. */
export function asOfTime({ event }: ActionContext, { settings, startMs }: TaskRun): string {
  return event.as_of ?? settings.asOf ?? new Date(startMs).toISOString();
}

function toTaskError(thrown: unknown, task: NamedTask, times: TaskTimes): TaskFailedError {
  const cause = thrown instanceof PipelineError ? thrown : new UnexpectedError(thrown);
  const body = { status: 'failed' as const, task: task.name, ...times, error: cause.message };
  if (cause instanceof SqlTaskTimeoutError) return new TaskTimeoutError(body, { cause });
  if (cause instanceof SqlTaskAlreadyRunningError) {
    const error_type = 'TaskAlreadyRunningError' as const;
    return new TaskAlreadyRunningError({ ...body, error_type }, { cause });
  }
  return new task.ExecutionError(body, { cause });
}
