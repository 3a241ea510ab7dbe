import type { HistoryEvent } from '@pipelines/asl';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { failureMessageOf } from './failure-message.ts';
import { textOf } from './text-of.ts';

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

interface Visit {
  readonly name: string;
  readonly enteredMs: number;
  exitedMs?: number;
  result?: Json;
  failure?: { readonly message: string; readonly isTimeout: boolean };
}

/**
 * Fold the events of one execution into its summary.
 *
 * An event belongs to the state that its chain of `previousEventId` leads to, so that states which
 * run at the same time stay apart. A state failed when its last attempt did, whether or not a
 * Catch led on; a state without an exit shares the end of the execution.
 *
 * @param history - in order of event id; may still grow, then `status` is RUNNING
 * @param workingStates - names of the states to report
 */
export function summarizeRun(
  history: readonly HistoryEvent[],
  workingStates: readonly string[],
): RunSummary {
  const visitOfEvent = new Map<number, Visit>();
  const visits: Visit[] = [];
  for (const event of history) {
    const visit = event.type.endsWith('StateEntered')
      ? enterState(event)
      : visitOfEvent.get(event.previousEventId);
    if (!visit) continue;
    visitOfEvent.set(event.id, visit);
    if (event.type.endsWith('StateEntered')) visits.push(visit);
    else applyEvent(visit, event);
  }
  const end = endOf(history);
  const states = visits
    .filter(({ name }) => workingStates.includes(name))
    .map((visit) => outcomeOf(visit, end));
  return { ...end, startMs: history[0]?.timestampMs ?? end.stopMs, states };
}

/** The `…EventDetails` of an event, `{}` for the types that carry none. */
function detailsOf(event: HistoryEvent): JsonObject {
  const entry = Object.entries(event).find(([key]) => key.endsWith('EventDetails'));
  const details = entry?.[1] as Json | undefined;
  return isJsonObject(details) ? details : {};
}

function enterState(event: HistoryEvent): Visit {
  return { name: event.stateEnteredEventDetails?.name ?? '', enteredMs: event.timestampMs };
}

function applyEvent(visit: Visit, event: HistoryEvent): void {
  const details = detailsOf(event);
  if (event.type.endsWith('StateExited')) {
    visit.exitedMs = event.timestampMs;
    visit.result ??= parseText(details['output']);
  } else if (/^(Task|LambdaFunction|Activity)Succeeded$/.test(event.type)) {
    delete visit.failure;
    visit.result = unwrapEnvelope(parseText(details['output']));
  } else if (/(Failed|TimedOut)$/.test(event.type)) {
    const isTimeout = event.type.endsWith('TimedOut');
    visit.failure = { message: messageIn(details, isTimeout), isTimeout };
  }
}

function messageIn(details: JsonObject, isTimeout: boolean): string {
  const error = textOf(details['error']) ?? (isTimeout ? 'States.Timeout' : 'States.TaskFailed');
  return failureMessageOf(error, textOf(details['cause']));
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

function outcomeOf(visit: Visit, end: End): StateOutcome {
  const { name, enteredMs, failure } = visit;
  const hasEnded = end.status !== 'RUNNING';
  const exitedMs = visit.exitedMs ?? (hasEnded ? end.stopMs : undefined);
  if (exitedMs === undefined) return { name, status: 'RUNNING', enteredMs };
  if (failure) {
    return { name, status: 'FAILED', enteredMs, exitedMs, errorMessage: failure.message };
  }
  if (visit.exitedMs !== undefined) {
    return { name, status: 'SUCCEEDED', enteredMs, exitedMs, result: visit.result ?? null };
  }
  const errorMessage = failureMessageOf(end.error ?? end.status, end.cause);
  return { name, status: end.status, enteredMs, exitedMs, errorMessage };
}

/** `Payload.body` of an `arn:aws:states:::lambda:invoke` result, or as much of it as there is. */
function unwrapEnvelope(result: Json): Json {
  const payload =
    isJsonObject(result) && 'Payload' in result ? (result['Payload'] ?? null) : result;
  return isJsonObject(payload) && 'body' in payload ? (payload['body'] ?? null) : payload;
}

function parseText(text: Json | undefined): Json {
  return typeof text === 'string' ? (JSON.parse(text) as Json) : null;
}
