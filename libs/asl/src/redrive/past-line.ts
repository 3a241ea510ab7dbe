import type { Json } from '@pipelines/core';

/** Where a line of states stands between two of its events. */
export type PastPosition =
  /** Inside the state that it entered. */
  | 'inside'
  /** It has left the state, and was about to enter the next one or to end. */
  | 'left'
  /** Its state failed for good. */
  | 'failed';

/** A line of states as its events tell of it: the execution's own, a branch or an iteration. */
export interface PastLine {
  readonly parent: PastLine | undefined;
  /** Position among the branches of the parent. */
  readonly index: number;
  /** `undefined` before the first state. */
  readonly state: PastState | undefined;
  /** Variables that its states have set. */
  readonly variables: Readonly<Record<string, Json>>;
  readonly lastEventId: number;
}

/** The state that a line entered last. */
export interface PastState {
  readonly name: string;
  readonly type: string;
  readonly position: PastPosition;
  readonly inputText: string;
  /** Of one that was left. */
  readonly outputText: string | undefined;
  readonly enteredEventId: number;
  readonly beforeEntryId: number;
  readonly enteredMs: number;
  /** The branches or iterations of its last attempt, by index; `undefined` before they began. */
  readonly lines: ReadonlyMap<number, PastLine> | undefined;
  readonly mapRun: PastMapRun | undefined;
}

/** The last Map Run of a state. */
export interface PastMapRun {
  readonly arn: string;
  readonly redriveCount: number;
  readonly hasSucceeded: boolean;
}
