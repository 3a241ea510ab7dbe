import type { HistoryEvent } from '@pipelines/asl';
import type { ExecutionRecord } from './registry.ts';

/** One redrive of an execution, as its file's first line lists it. */
export interface Redrive {
  /** Of its ExecutionRedriven event; without that event the redrive never began. */
  readonly eventId: number;
  readonly ms: number;
  /** Of the request, if it had one. */
  readonly clientToken?: string;
}

const DAY_MS = 86_400_000;
const REDRIVABLE_MS = 14 * DAY_MS;
const LONGEST_OPEN_MS = 365 * DAY_MS;

/** Room is needed for ExecutionRedriven and one more event. */
const MOST_EVENTS = 24_998;

/** How many tokens are remembered, and for how long. */
const MOST_TOKENS = 10;
const TOKEN_MS = 15 * 60_000;

/**
 * Why an execution cannot be redriven now, in the words of AWS; `undefined` when it can.
 *
 * Source: API reference, DescribeExecution, redriveStatusReason; RedriveExecution
 */
export function reasonByFacts(execution: ExecutionRecord, nowMs: number): string | undefined {
  const { status, startMs, stopMs = nowMs, eventCount } = execution;
  if (status === 'RUNNING' || status === 'SUCCEEDED') {
    return `Execution is ${status} and cannot be redriven`;
  }
  if (eventCount > MOST_EVENTS) return 'Execution history event limit exceeded';
  if (nowMs - startMs > LONGEST_OPEN_MS) return 'Execution has exceeded the max execution time';
  if (nowMs - stopMs > REDRIVABLE_MS) return 'Execution redrivable period exceeded';
  return undefined;
}

/** The redrive that a request with this token has asked for already. */
export function sameRedrive(
  redrives: readonly Redrive[],
  clientToken: string | undefined,
  nowMs: number,
): Redrive | undefined {
  if (clientToken === undefined) return undefined;
  return redrives
    .slice(-MOST_TOKENS)
    .find((redrive) => redrive.clientToken === clientToken && nowMs - redrive.ms <= TOKEN_MS);
}

/** The redrives that a history tells of. */
export function redrivesOf(history: readonly HistoryEvent[]): readonly Redrive[] {
  return history
    .filter(({ type }) => type === 'ExecutionRedriven')
    .map(({ id, timestampMs }) => ({ eventId: id, ms: timestampMs }));
}
