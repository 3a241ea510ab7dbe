import type { HistoryEvent } from '@pipelines/asl';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { ExecutionDoesNotExistError } from '../executions/registry-errors.ts';
import { readExecutionArn } from './arn-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf } from './request-members.ts';

/** What `includeExecutionData: false` leaves out. */
const EXECUTION_DATA = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'parameters']);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export function getExecutionHistory(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const arn = readExecutionArn(members);
  const isReversed = members.optionalFlag('reverseOrder') ?? false;
  const isDataIncluded = members.optionalFlag('includeExecutionData') ?? true;
  const scope = `history of ${arn} ${isReversed}`;
  const page = readPage(members, scope);
  const history = registry.history(arn, { ...page, isReversed });
  if (!history) throw new ExecutionDoesNotExistError(arn);
  const events = history.events.map(toApiEvent);
  return present({
    events: isDataIncluded ? events : events.map(withoutData),
    nextToken: nextToken(page, history.total, scope),
  });
}

function toApiEvent({ timestampMs, ...event }: HistoryEvent): JsonObject {
  // An event is made of JSON values alone; its interface has no index signature to say so.
  return { timestamp: epochSeconds(timestampMs), ...(event as unknown as JsonObject) };
}

function withoutData(event: JsonObject): JsonObject {
  const entries = Object.entries(event).map(([key, value]): [string, Json] => {
    if (!isJsonObject(value)) return [key, value];
    const kept = Object.entries(value).filter(([name]) => !EXECUTION_DATA.has(name));
    return [key, Object.fromEntries(kept)];
  });
  return Object.fromEntries(entries);
}
