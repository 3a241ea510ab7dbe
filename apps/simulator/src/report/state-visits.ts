import type { HistoryEvent } from '@pipelines/asl';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { failureMessageOf } from './failure-message.ts';
import { textOf } from './text-of.ts';

/** One visit of a state, all its attempts included. Times are epoch milliseconds. */
export interface StateVisit {
  readonly name: string;
  readonly enteredMs: number;
  exitedMs?: number;
  result?: Json;
  /** Of the last attempt; without a message where the history has none. */
  failure?: { readonly message: string | undefined };
  /** Of a state within a Parallel or Map: that state. */
  readonly parent: StateVisit | undefined;
  readonly isFamily: boolean;
  /** Of a Parallel: branches that the last attempt has begun. */
  branches: number;
}

/** What tells of a Parallel or Map, wherever in it the chain of events comes from. */
const OF_FAMILY = /^(Parallel|Map)State(Started|Succeeded|Failed|Aborted|Exited)$/;
const BEGINS_LINE = /^(ParallelState|MapIteration)Started$/;

/**
 * Fold the events of one execution into the visits of its states, in the order of their beginning.
 *
 * An event belongs to the state that its chain of `previousEventId` leads to, so that states which
 * run at the same time stay apart. A Parallel of one branch has the result of the branch's last
 * state; a Parallel or Map has the failure of the state that failed it.
 *
 * @param history - in order of event id
 */
export function listVisits(history: readonly HistoryEvent[]): readonly StateVisit[] {
  const types = new Map(history.map(({ id, type }) => [id, type]));
  const visitOfEvent = new Map<number, StateVisit>();
  const visits: StateVisit[] = [];
  for (const event of history) {
    const { id, previousEventId } = event;
    const before = visitOfEvent.get(previousEventId);
    if (event.type.endsWith('StateEntered')) {
      const beginsLine = BEGINS_LINE.test(types.get(previousEventId) ?? '');
      if (beginsLine && before) before.branches += 1;
      const visit = enter(event, beginsLine ? before : before?.parent);
      visits.push(visit);
      visitOfEvent.set(id, visit);
      continue;
    }
    const visit = OF_FAMILY.test(event.type) ? openFamily(before) : before;
    if (!visit) continue;
    visitOfEvent.set(id, visit);
    apply(visit, event, before ?? visit);
  }
  return visits;
}

function enter(event: HistoryEvent, parent: StateVisit | undefined): StateVisit {
  return {
    name: event.stateEnteredEventDetails?.name ?? '',
    enteredMs: event.timestampMs,
    parent,
    isFamily: /^(Parallel|Map)/.test(event.type),
    branches: 0,
  };
}

/** The Parallel or Map that has not ended yet and that this visit belongs to, or is. */
function openFamily(visit: StateVisit | undefined): StateVisit | undefined {
  let found = visit;
  while (found && !(found.isFamily && found.exitedMs === undefined)) found = found.parent;
  return found;
}

/** @param last - of a Parallel or Map the state within it that was the last, else the visit itself */
function apply(visit: StateVisit, event: HistoryEvent, last: StateVisit): void {
  const { type, timestampMs } = event;
  const details = detailsOf(event);
  if (type.endsWith('StateStarted')) {
    visit.branches = 0;
  } else if (type.endsWith('StateExited')) {
    const output = parseText(details['output']);
    visit.exitedMs = timestampMs;
    visit.result ??= output;
    if (visit.failure) visit.failure = { message: visit.failure.message ?? caughtIn(output) };
  } else if (/^(Task|LambdaFunction|Activity)Succeeded$/.test(type)) {
    delete visit.failure;
    visit.result = unwrapEnvelope(parseText(details['output']));
  } else if (/^(Parallel|Map)StateSucceeded$/.test(type)) {
    delete visit.failure;
    const isLasts = visit.branches === 1 && type.startsWith('Parallel');
    if (isLasts && last.result !== undefined) visit.result = unwrapEnvelope(last.result);
  } else if (/(Failed|TimedOut)$/.test(type)) {
    const message = messageIn(details, type.endsWith('TimedOut'));
    visit.failure = { message: visit.isFamily ? last.failure?.message : message };
  }
}

/** The `…EventDetails` of an event, `{}` for the types that carry none. */
export function detailsOf(event: HistoryEvent): JsonObject {
  const entry = Object.entries(event).find(([key]) => key.endsWith('EventDetails'));
  const details = entry?.[1] as Json | undefined;
  return isJsonObject(details) ? details : {};
}

/** The history has no word of what a Fail in a Parallel said, but what a Catch hands on has. */
function caughtIn(output: Json): string | undefined {
  const places = isJsonObject(output) ? [output, ...Object.values(output)] : [];
  const caught = places
    .filter(isJsonObject)
    .findLast(({ Error: name }) => typeof name === 'string');
  return caught && failureMessageOf(textOf(caught['Error']) ?? '', textOf(caught['Cause']));
}

function messageIn(details: JsonObject, isTimeout: boolean): string {
  const error = textOf(details['error']) ?? (isTimeout ? 'States.Timeout' : 'States.TaskFailed');
  return failureMessageOf(error, textOf(details['cause']));
}

/** `Payload.body` of an `arn:aws:states:::lambda:invoke` result, or as much of it as there is. */
function unwrapEnvelope(result: Json): Json {
  const payload =
    isJsonObject(result) && 'Payload' in result ? (result['Payload'] ?? null) : result;
  return isJsonObject(payload) && 'body' in payload ? (payload['body'] ?? null) : payload;
}

/** The JSON that a text of the history is; null where there is none. */
export function parseText(text: Json | undefined): Json {
  return typeof text === 'string' ? (JSON.parse(text) as Json) : null;
}
