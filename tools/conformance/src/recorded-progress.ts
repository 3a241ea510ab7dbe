import type { TaskProgress } from '@pipelines/asl-runtime';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { CorpusCase } from './corpus-case.ts';

/**
 * What the recording says between the scheduling of its n-th call and its end: that a worker took
 * it, that the service accepted it.
 *
 * @param position - of the call among all of the case, as `mocks` counts them
 */
export function recordedProgress(one: CorpusCase, position: number): readonly TaskProgress[] {
  const events = one.expected.events ?? [];
  const scheduled = events.filter((event) => typeOf(event).endsWith('Scheduled'))[position];
  const progress: TaskProgress[] = [];
  for (let event = scheduled; event; event = followerOf(event, events)) {
    const found = progressOf(event);
    if (found) progress.push(found);
  }
  return progress;
}

function followerOf({ id }: JsonObject, events: readonly JsonObject[]): JsonObject | undefined {
  return events.find(
    (event) => event.previousEventId === id && /Started$|Submitted$/.test(typeOf(event)),
  );
}

function progressOf({ type, ...details }: JsonObject): TaskProgress | undefined {
  if (type === 'ActivityStarted') {
    const { workerName } = objectAt(details, 'activityStartedEventDetails');
    return { type: 'started', ...(typeof workerName === 'string' && { workerName }) };
  }
  if (type !== 'TaskSubmitted') return undefined;
  return {
    type: 'submitted',
    output: objectAt(details, 'taskSubmittedEventDetails').output ?? null,
  };
}

function typeOf({ type }: JsonObject): string {
  return typeof type === 'string' ? type : '';
}

function objectAt(object: JsonObject, field: string): JsonObject {
  const value: Json | undefined = object[field];
  return isJsonObject(value) ? value : {};
}
