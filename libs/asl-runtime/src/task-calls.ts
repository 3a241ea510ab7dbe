import type { EngineEvent, TaskCall } from '@pipelines/asl';
import { messageOf, PipelineError, type Clock } from '@pipelines/core';
import { TaskFailure, type TaskProgress, type TaskRunner } from './task-runner.ts';

/** The calls of one execution that are under way. */
export interface TaskCalls {
  run(call: TaskCall): void;
  /** Abort a call: its result will not be looked at. */
  cancel(taskId: string): void;
  cancelAll(): void;
}

/** The reason of an aborted call's signal. */
export class TaskCancelledError extends PipelineError {
  static {
    TaskCancelledError.prototype.name = 'TaskCancelledError';
  }
}

interface TaskCallOptions {
  readonly executionArn: string;
  readonly clock: Clock;
  readonly runTask: TaskRunner;
  receive(event: EngineEvent): void;
}

/** Run calls through a task runner and report what becomes of them. */
export function createTaskCalls(options: TaskCallOptions): TaskCalls {
  const { clock } = options;
  const controllers = new Map<string, AbortController>();

  const cancel = (taskId: string): void => {
    controllers.get(taskId)?.abort(new TaskCancelledError(`Task ${taskId} is no longer needed`));
    controllers.delete(taskId);
  };
  const run = async (call: TaskCall, signal: AbortSignal): Promise<EngineEvent> => {
    const { taskId, ...rest } = call;
    const { executionArn } = options;
    const report = (progress: TaskProgress): void =>
      options.receive(progressEvent(taskId, progress, clock.now()));
    try {
      const output = await options.runTask({ ...rest, executionArn, signal, report });
      return { type: 'taskSucceeded', taskId, output, nowMs: clock.now() };
    } catch (error) {
      return { type: 'taskFailed', taskId, ...namesOf(error), nowMs: clock.now() };
    }
  };
  return {
    run(call) {
      const controller = new AbortController();
      controllers.set(call.taskId, controller);
      void run(call, controller.signal).then((event) => {
        controllers.delete(call.taskId);
        if (!controller.signal.aborted) options.receive(event);
      });
    },
    cancel,
    cancelAll() {
      for (const taskId of [...controllers.keys()]) cancel(taskId);
    },
  };
}

function progressEvent(taskId: string, progress: TaskProgress, nowMs: number): EngineEvent {
  switch (progress.type) {
    case 'started':
      return { ...progress, type: 'taskStarted', taskId, nowMs };
    case 'submitted':
      return { ...progress, type: 'taskSubmitted', taskId, nowMs };
    case 'heartbeat':
      return { type: 'taskHeartbeat', taskId, nowMs };
  }
}

function namesOf(error: unknown): { error: string | undefined; cause: string | undefined } {
  if (error instanceof TaskFailure) return { error: error.errorName, cause: error.causeText };
  return { error: 'States.TaskFailed', cause: messageOf(error) };
}
