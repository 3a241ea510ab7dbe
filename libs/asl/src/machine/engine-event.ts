import type { Json } from '@pipelines/core';
import type { JsonataAnswer } from '../jsonata/question.ts';

/** The array of results or what the writer left behind; else why the run failed. */
export type MapRunEnd =
  { readonly output: Json } | { readonly error: string; readonly cause: string | undefined };

/**
 * What can happen to an execution. Time comes in with each event and from nowhere else.
 *
 * An event about a task or a timer that the execution no longer waits for changes nothing, so a
 * late answer, a late timer or a doubled token needs no bookkeeping outside.
 */
export type EngineEvent =
  | { readonly type: 'start'; readonly nowMs: number }
  /** The answer to effect `continue`. */
  | { readonly type: 'continue'; readonly nowMs: number }
  /** The answer to effect `evaluate`. */
  | {
      readonly type: 'evaluated';
      readonly answers: readonly JsonataAnswer[];
      readonly nowMs: number;
    }
  /** A worker has taken an activity's task. */
  | {
      readonly type: 'taskStarted';
      readonly taskId: string;
      readonly workerName?: string;
      readonly nowMs: number;
    }
  /** The service accepted the call of a `.sync` or `.waitForTaskToken` task; its result comes later. */
  | {
      readonly type: 'taskSubmitted';
      readonly taskId: string;
      readonly output: Json;
      readonly nowMs: number;
    }
  | { readonly type: 'taskHeartbeat'; readonly taskId: string; readonly nowMs: number }
  | {
      readonly type: 'taskSucceeded';
      readonly taskId: string;
      readonly output: Json;
      readonly nowMs: number;
    }
  | {
      readonly type: 'taskFailed';
      readonly taskId: string;
      readonly error: string | undefined;
      readonly cause: string | undefined;
      readonly nowMs: number;
    }
  /** All children of a Map Run have ended, or enough of them have failed, or there are no items. */
  | {
      readonly type: 'mapRunEnded';
      readonly mapRunId: string;
      readonly end: MapRunEnd;
      readonly nowMs: number;
    }
  | { readonly type: 'timerFired'; readonly timerId: string; readonly nowMs: number }
  /** As `stop`, but only when a state is about to be entered: the machine is being deleted. */
  | { readonly type: 'stopAtNextState'; readonly nowMs: number }
  | {
      readonly type: 'stop';
      readonly error?: string;
      readonly cause?: string;
      readonly nowMs: number;
    };
