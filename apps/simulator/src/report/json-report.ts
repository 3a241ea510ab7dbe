import type { Json } from '@pipelines/core';
import { durationSecondsOf } from './run-durations.ts';
import type { RunSummary, StateOutcome } from './run-summary.ts';
import { analyzeTimeout, type TimeoutAnalysis } from './timeout-analysis.ts';

/** What `run --json` prints: simulator.md section 6. Either `output`, or `error` and `cause`. */
export interface JsonReport {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly states: readonly JsonReportState[];
  readonly totalDurationSeconds: number;
  /** `null` unless the execution succeeded: half a run says nothing about the limit. */
  readonly timeoutAnalysis: TimeoutAnalysis | null;
}

/** Either `result` or `error` (a message). */
export interface JsonReportState {
  readonly name: string;
  readonly status: string;
  readonly durationSeconds: number;
  readonly result?: Json;
  readonly error?: string;
}

/** The report of a run as data; numbers of seconds, no formatting. */
export function jsonReportOf(executionArn: string, summary: RunSummary): JsonReport {
  const states = summary.states.map(jsonStateOf);
  const totalDurationSeconds = durationSecondsOf(summary);
  const isSuccess = summary.status === 'SUCCEEDED';
  return {
    executionArn,
    status: summary.status,
    ...(isSuccess
      ? { output: summary.output ?? null }
      : { error: summary.error ?? '', cause: summary.cause ?? '' }),
    states,
    totalDurationSeconds,
    timeoutAnalysis: isSuccess ? analyzeTimeout(totalDurationSeconds, slim(states)) : null,
  };
}

function slim(states: readonly JsonReportState[]) {
  return states.map(({ name, durationSeconds }) => ({ name, durationSeconds }));
}

function jsonStateOf(state: StateOutcome): JsonReportState {
  const { name, status } = state;
  const durationSeconds = durationSecondsOf(state);
  return state.errorMessage === undefined
    ? { name, status, durationSeconds, result: state.result ?? null }
    : { name, status, durationSeconds, error: state.errorMessage };
}
