import type { ExecutionEnd, HistoryEvent, StateMachine, StateMachineType } from '@pipelines/asl';
import type { MapRun, PriorMapRun } from './map-runs/map-run.ts';

/** The machine to run, as its registry knows it. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly definition: StateMachine;
  readonly roleArn: string;
  readonly type: StateMachineType;
}

export interface StartOptions {
  readonly machine: Machine;
  readonly executionArn: string;
  readonly name: string;
  /** JSON text of the caller; it stands in the history as it came. */
  readonly inputText: string;
}

/** An execution that has ended without success, and is to go on. */
export interface RedriveOptions extends StartOptions {
  /** All its events; the last one ended it. */
  readonly history: readonly HistoryEvent[];
  /** What its Map Runs had come to; a run of which nothing is known runs all its items again. */
  priorMapRun?(arn: string): PriorMapRun | undefined;
}

/** How an execution ended, and when, in epoch milliseconds. */
export interface ExecutionResult extends ExecutionEnd {
  readonly startMs: number;
  readonly stopMs: number;
}

/** A running or ended execution. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly startMs: number;
  /** Settles when the execution has ended, whatever its status; it never rejects. */
  readonly done: Promise<ExecutionResult>;
  /** `undefined` while the execution runs. */
  result(): ExecutionResult | undefined;
  /** The events so far, in order of their ids; the array grows while the execution runs. */
  history(): readonly HistoryEvent[];
  /** The runs of its distributed Maps, in the order in which they began. */
  mapRuns(): readonly MapRun[];
  /** End the execution as ABORTED and abort its tasks; an ended execution stays as it is. */
  stop(error?: string, cause?: string): void;
  /** The same as soon as the execution would enter a further state. */
  stopAtNextState(): void;
  /**
   * Hear of each event from now on; the earlier ones are in `history()`. An execution starts in
   * the microtask after `start`, so who subscribes at once misses nothing.
   *
   * @returns a function that ends the subscription
   */
  subscribe(listener: (event: HistoryEvent) => void): () => void;
}
