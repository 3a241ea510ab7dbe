import type { Tolerance } from '@pipelines/asl';

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

/** A Map Run as DescribeMapRun shows it; times are epoch milliseconds. */
export interface MapRun extends MapRunLimits {
  readonly arn: string;
  readonly executionArn: string;
  readonly label: string;
  readonly stateName: string;
  readonly startMs: number;
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
}
