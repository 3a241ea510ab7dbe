import type { TaskRequest, TaskRunner } from '@pipelines/asl-runtime';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { operations } from '../../api/operations.ts';
import { DEFAULT_ACCOUNT, parseStatesArn } from '../../arns.ts';
import type { Registry } from '../../executions/registry.ts';
import type { TaskTokens } from '../task-tokens.ts';

/** What the calls of Step Functions to itself work on. */
export interface StatesWorld {
  readonly registry: Registry;
  readonly tokens: TaskTokens;
  readonly runTask: TaskRunner;
}

/**
 * Calls an operation of the Step Functions API (`DescribeExecution`) as its HTTP clients do, by the
 * account of the calling execution. Undefined for an operation that there is not.
 *
 * The promise rejects with an ApiError or a RefusedRequestError.
 */
export type StatesApi = (
  operation: string,
  body: JsonObject,
  request: TaskRequest,
) => Promise<JsonObject> | undefined;

/** The same operations as the HTTP API, without the way through HTTP. */
export function createStatesApi(world: () => StatesWorld): StatesApi {
  return (name, body, { executionArn, signal }) => {
    const operation = operations.get(name);
    if (!operation) return undefined;
    const accountId = parseStatesArn(executionArn)?.accountId ?? DEFAULT_ACCOUNT;
    return (async () => operation(body, { ...world(), accountId, signal }))();
  };
}

/** How a member's times are written: milliseconds, or as Java's `Instant` writes itself. */
export type TimeStyle = 'milliseconds' | 'instant';

const TIMES = new Set(['startDate', 'stopDate', 'creationDate', 'updateDate', 'redriveDate']);

/** An answer of the API as a state sees it: names with a capital, times in another form. */
export function capitalise(value: Json, times: TimeStyle): Json {
  if (Array.isArray(value)) return value.map((item) => capitalise(item, times));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isTime = TIMES.has(name) || name === 'timestamp';
    const shown =
      isTime && typeof member === 'number' ? timeOf(member, times) : capitalise(member, times);
    return [withCapital(name), shown] as const;
  });
  return Object.fromEntries<Json>(members);
}

/** Parameters of a state as the API names them. Only the first level has members of its own. */
export function decapitalise(parameters: Json): JsonObject {
  if (!isJsonObject(parameters)) return {};
  const members = Object.entries(parameters).map(([name, member]) => [
    withoutCapital(name),
    member,
  ]);
  return Object.fromEntries<Json>(members);
}

/** `2025-01-20T14:30:00Z`: without a fraction where there is none. */
export function instantText(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

function timeOf(seconds: number, style: TimeStyle): Json {
  const timeMs = Math.round(seconds * 1_000);
  return style === 'milliseconds' ? timeMs : instantText(timeMs);
}

function withCapital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function withoutCapital(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
