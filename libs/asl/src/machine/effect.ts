import type { Json } from '@pipelines/core';
import type { ItemProcessor } from '../definition/state-machine.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import type { JsonataQuestion } from '../jsonata/question.ts';
import type { MapRunPlan } from '../states/map-run-plan.ts';
import type { ItemSelection } from '../states/select-item.ts';

/** How an execution ended. `output` is JSON text; a failure may come without error and cause. */
export interface ExecutionEnd {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** One call of a Task state's resource. */
export interface TaskCall {
  readonly taskId: string;
  readonly stateName: string;
  readonly resource: string;
  readonly payload: Json;
  /** 0 for the first call, 1 for the first retry. */
  readonly retryCount: number;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly credentials?: Json;
  /** The token of a task whose result comes later, also `$$.Task.Token`. */
  readonly taskToken?: string;
}

/** A distributed Map whose items are to be run, each as an execution of its own. */
export interface MapRunCall extends MapRunPlan {
  readonly mapRunId: string;
  readonly mapRunArn: string;
  /** 0 for a new run; else the run of `mapRunArn` goes on for the n-th time. */
  readonly redriveCount: number;
  /** Of the state, else made up; the children's names begin with it. */
  readonly label: string;
  readonly stateName: string;
  /** What each child runs. */
  readonly processor: ItemProcessor;
  /** `undefined` when `reader` brings them. */
  readonly items: readonly Json[] | undefined;
  readonly selection: ItemSelection;
}

/** What the world must do for the machine, in order. */
export type Effect =
  | { readonly type: 'record'; readonly event: HistoryEvent }
  | { readonly type: 'runTask'; readonly call: TaskCall }
  | { readonly type: 'cancelTask'; readonly taskId: string }
  /** Answer with `mapRunEnded`. */
  | { readonly type: 'runMap'; readonly call: MapRunCall }
  | { readonly type: 'cancelMapRun'; readonly mapRunId: string }
  | { readonly type: 'setTimer'; readonly timerId: string; readonly dueAtMs: number }
  | { readonly type: 'cancelTimer'; readonly timerId: string }
  /** There is more to do now: send `continue` soon. It lets others run between two long steps. */
  | { readonly type: 'continue' }
  /** Answer with `evaluated`; until then the execution only notes what happens. */
  | { readonly type: 'evaluate'; readonly question: JsonataQuestion }
  | { readonly type: 'complete'; readonly end: ExecutionEnd };
