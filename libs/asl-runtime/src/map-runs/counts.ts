import type { ExecutionResult } from '../execution.ts';
import type { MapRunCounts } from './map-run.ts';

/** Counts the items and the children of a Map Run. */
export interface Counts {
  start(itemCount: number): void;
  end(status: ExecutionResult['status'], itemCount: number): void;
  /** The results of one child have been written. */
  wrote(): void;
  items(): MapRunCounts;
  executions(): MapRunCounts;
}

type Mutable = { -readonly [Key in keyof MapRunCounts]: number };

const FIELD_BY_STATUS = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
} as const;

/** Counts that are all zero. */
export function createCounts(): Counts {
  const items = zero();
  const executions = zero();
  return {
    start(itemCount) {
      for (const [counts, by] of [[items, itemCount] as const, [executions, 1] as const]) {
        counts.total += by;
        counts.running += by;
      }
    },
    end(status, itemCount) {
      for (const [counts, by] of [[items, itemCount] as const, [executions, 1] as const]) {
        counts.running -= by;
        counts[FIELD_BY_STATUS[status]] += by;
      }
    },
    wrote() {
      items.resultsWritten++;
      executions.resultsWritten++;
    },
    items: () => ({ ...items }),
    executions: () => ({ ...executions }),
  };
}

function zero(): Mutable {
  return {
    total: 0,
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    resultsWritten: 0,
  };
}
