import { PipelineError, type Json, type JsonObject } from '@pipelines/core';
import type { TaskPlan } from '../states/state-view.ts';

/** What stands in for the work of a Task, a Map or a Parallel: a result or an error. */
export interface StateMock {
  /** JSON text. */
  readonly result?: string;
  readonly errorOutput?: { readonly error?: string; readonly cause?: string };
  readonly fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE';
}

/** The request of TestState, with its names; texts are JSON where AWS has JSON. */
export interface TestStateRequest {
  readonly definition: string | JsonObject;
  readonly stateName?: string;
  readonly roleArn?: string;
  readonly input?: string;
  readonly variables?: string;
  readonly context?: string;
  readonly inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE';
  readonly revealSecrets?: boolean;
  readonly mock?: StateMock;
  readonly stateConfiguration?: {
    readonly retrierRetryCount?: number;
    readonly errorCausedByState?: string;
    readonly mapIterationFailureCount?: number;
    readonly mapItemReaderData?: string;
  };
}

/** The answer of TestState; `inspectionData` holds JSON texts and numbers by AWS's names. */
export interface TestStateResponse {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData?: JsonObject;
}

/** What came of a task that was really called. */
export type TaskOutcome =
  | { readonly output: Json }
  | { readonly error: string | undefined; readonly cause: string | undefined };

/** Calls the task of a state that has no mock. */
export type CallTask = (plan: TaskPlan, stateName: string) => Promise<TaskOutcome>;

/** TestState refuses its request. */
export class TestStateError extends PipelineError {
  static {
    TestStateError.prototype.name = 'TestStateError';
  }

  readonly code: 'InvalidDefinition' | 'ValidationException';

  constructor(
    message: string,
    code: 'InvalidDefinition' | 'ValidationException' = 'ValidationException',
  ) {
    super(message);
    this.code = code;
  }
}
