import { PipelineError, type Json } from '@pipelines/core';

/** What a runner may tell about a task before its result. */
export type TaskProgress =
  /** A worker has taken an activity's task. */
  | { readonly type: 'started'; readonly workerName?: string }
  /** The service accepted a `.sync` or `.waitForTaskToken` call; this was its answer. */
  | { readonly type: 'submitted'; readonly output: Json }
  | { readonly type: 'heartbeat' };

/** One call of a Task state's Resource. */
export interface TaskRequest {
  readonly resource: string;
  /** Parameters of the state, else its input. */
  readonly payload: Json;
  readonly executionArn: string;
  readonly stateName: string;
  /** 0 for the first call, 1 for the first retry. */
  readonly retryCount: number;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly credentials?: Json;
  /** Given to `.waitForTaskToken` and `.sync` tasks and to activities. */
  readonly taskToken?: string;
  /** Aborted when nobody waits for the result any more: stop, timeout, failure of a sibling. */
  readonly signal: AbortSignal;
  readonly report: (progress: TaskProgress) => void;
}

/**
 * Does the work of Task states.
 *
 * @returns the raw result: for `arn:aws:states:::lambda:invoke` the whole response of the service
 *   (Payload, StatusCode …), for a Lambda function's own ARN the function's result
 * @throws {TaskFailure} to fail the task with its Error and Cause; any other error fails it as
 *   States.TaskFailed with the error's message
 */
export type TaskRunner = (request: TaskRequest) => Promise<Json>;

/**
 * The failure of a task as Retry and Catch see it.
 *
 * The error name `States.Timeout` is recorded as a timeout of the task. `States.Runtime` ends the
 * execution past Retry and Catch.
 */
export class TaskFailure extends PipelineError {
  static {
    TaskFailure.prototype.name = 'TaskFailure';
  }

  /** `Error`: the function's `errorType`, `Lambda.ResourceNotFoundException`, `States.Timeout` … */
  readonly errorName: string | undefined;
  /** `Cause`: for a Lambda failure the JSON text of the function's error. */
  readonly causeText: string | undefined;

  constructor(errorName: string | undefined, causeText?: string) {
    super(`${errorName ?? 'Task failed'}: ${causeText ?? ''}`);
    this.errorName = errorName;
    this.causeText = causeText;
  }
}
