import type { HistoryEvent } from '@pipelines/asl';
import type { ExecutionStatus } from './registry.ts';

export interface ExecutionOutcome {
  readonly status: ExecutionStatus;
  readonly stopMs?: number;
  readonly outputText?: string;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * What DescribeExecution says about the end of an execution, derived from its last event.
 *
 * A timed-out execution shows neither error nor cause: AWS writes them into the history alone.
 *
 * @param event - the newest event; undefined when nothing was written yet
 */
export function outcomeOf(event: HistoryEvent | undefined): ExecutionOutcome {
  const stopMs = event?.timestampMs ?? 0;
  switch (event?.type) {
    case 'ExecutionSucceeded': {
      const outputText = event.executionSucceededEventDetails?.output;
      return { status: 'SUCCEEDED', stopMs, ...(outputText !== undefined && { outputText }) };
    }
    case 'ExecutionFailed':
      return { status: 'FAILED', stopMs, ...event.executionFailedEventDetails };
    case 'ExecutionAborted':
      return { status: 'ABORTED', stopMs, ...event.executionAbortedEventDetails };
    case 'ExecutionTimedOut':
      return { status: 'TIMED_OUT', stopMs };
    default:
      return { status: 'RUNNING' };
  }
}
