import type { HistoryEvent } from '@pipelines/asl';
import type { Json } from '@pipelines/core';
import { failureMessageOf } from './failure-message.ts';
import { detailsOf, listVisits, parseText, type StateVisit } from './state-visits.ts';

export type StateStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One visit of a working state, all its attempts included. Times are epoch milliseconds. */
export interface StateOutcome {
  readonly name: string;
  readonly status: StateStatus;
  readonly enteredMs: number;
  /** Absent while the state runs. */
  readonly exitedMs?: number;
  /** Body of the Lambda's envelope where there is one, else the task's result. */
  readonly result?: Json;
  /** The last attempt's error, present when the state did not succeed. */
  readonly errorMessage?: string;
}

/** What a report says about an execution. Made from the history alone, so that they cannot differ. */
export interface RunSummary {
  readonly status: StateStatus;
  readonly startMs: number;
  readonly stopMs: number;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly states: readonly StateOutcome[];
}

/**
 * Fold the events of one execution into its summary.
 *
 * A state failed when its last attempt did, whether or not a Catch led on; a state without an exit
 * shares the end of the execution.
 *
 * @param history - in order of event id; may still grow, then `status` is RUNNING
 * @param workingStates - names of the states to report
 */
export function summarizeRun(
  history: readonly HistoryEvent[],
  workingStates: readonly string[],
): RunSummary {
  const end = endOf(history);
  const states = listVisits(history)
    .filter(({ name }) => workingStates.includes(name))
    .map((visit) => outcomeOf(visit, end));
  return { ...end, startMs: history[0]?.timestampMs ?? end.stopMs, states };
}

type End = Omit<RunSummary, 'states' | 'startMs'>;

function endOf(history: readonly HistoryEvent[]): End {
  const last = history.at(-1);
  const stopMs = last?.timestampMs ?? 0;
  const details = last ? detailsOf(last) : {};
  const text = (key: string): Record<string, string> =>
    typeof details[key] === 'string' ? { [key]: details[key] } : {};
  switch (last?.type) {
    case 'ExecutionSucceeded':
      return { status: 'SUCCEEDED', stopMs, output: parseText(details['output']) };
    case 'ExecutionFailed':
      return { status: 'FAILED', stopMs, ...text('error'), ...text('cause') };
    case 'ExecutionTimedOut':
      return { status: 'TIMED_OUT', stopMs, ...text('error'), ...text('cause') };
    case 'ExecutionAborted':
      return { status: 'ABORTED', stopMs, ...text('error'), ...text('cause') };
    default:
      return { status: 'RUNNING', stopMs };
  }
}

function outcomeOf(visit: StateVisit, end: End): StateOutcome {
  const { name, enteredMs, failure } = visit;
  const hasEnded = end.status !== 'RUNNING';
  const exitedMs = visit.exitedMs ?? (hasEnded ? end.stopMs : undefined);
  if (exitedMs === undefined) return { name, status: 'RUNNING', enteredMs };
  if (failure) {
    const errorMessage = failure.message ?? failureMessageOf(end.error ?? end.status, end.cause);
    return { name, status: 'FAILED', enteredMs, exitedMs, errorMessage };
  }
  if (visit.exitedMs !== undefined) {
    return { name, status: 'SUCCEEDED', enteredMs, exitedMs, result: visit.result ?? null };
  }
  const errorMessage = failureMessageOf(end.error ?? end.status, end.cause);
  return { name, status: end.status, enteredMs, exitedMs, errorMessage };
}
