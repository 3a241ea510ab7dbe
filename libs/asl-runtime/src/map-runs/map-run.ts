import type { Tolerance } from '@pipelines/asl';
import type { Execution } from '../execution.ts';
import type { MapRunChild } from './child-record.ts';

/** How many items, or children, of a Map Run are where. */
export interface MapRunCounts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly resultsWritten: number;
}

/** What UpdateMapRun may change. `maxConcurrency` 0 sets no limit of the Map's own. */
export interface MapRunLimits {
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
}

/** What becomes of a Map Run and its children. */
export type MapRunChange =
  | { readonly type: 'childStarted'; readonly child: Execution; readonly itemCount: number }
  | { readonly type: 'childEnded'; readonly child: MapRunChild }
  | { readonly type: 'ended' };

/** What a Map Run had come to before it is redriven. */
export interface PriorMapRun {
  readonly startMs: number;
  readonly limits: MapRunLimits;
  /** Those that had started, by their index. */
  readonly children: ReadonlyMap<number, MapRunChild>;
}

/** A Map Run as DescribeMapRun shows it; times are epoch milliseconds. */
export interface MapRun extends MapRunLimits {
  readonly arn: string;
  readonly executionArn: string;
  readonly label: string;
  readonly stateName: string;
  readonly startMs: number;
  readonly redriveCount: number;
  /** When it was redriven last. */
  readonly redriveMs: number | undefined;
  /** Live: ask again for newer facts. */
  facts(): {
    readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
    readonly stopMs: number | undefined;
    /** Without batches a child has one item, and both counts are the same. */
    readonly itemCounts: MapRunCounts;
    readonly executionCounts: MapRunCounts;
  };
  /** Change the limits of a run under way; children that have started go on. */
  update(change: Partial<MapRunLimits>): void;
  /** Hear of its children from now on; the first starts after the turn in which the run began. */
  subscribe(listener: (change: MapRunChange) => void): void;
}
