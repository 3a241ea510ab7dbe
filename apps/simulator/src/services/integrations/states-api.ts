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

/** Calls an operation by the account of the calling execution. Throws as the operation does. */
export type StatesCall = (body: JsonObject, request: TaskRequest) => Promise<JsonObject>;

/** An operation by its name (`DescribeExecution`). Undefined when there is none. */
export type FindOperation = (name: string) => StatesCall | undefined;

/** The same operations as the HTTP API has, without the way through HTTP. */
export function createStatesApi(world: () => StatesWorld): FindOperation {
  return (name) => {
    const operation = operations.get(name);
    if (!operation) return undefined;
    return async (body, { executionArn, signal }) => {
      const accountId = parseStatesArn(executionArn)?.accountId ?? DEFAULT_ACCOUNT;
      return operation(body, { ...world(), accountId, signal });
    };
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

/** Members that are the text of JSON; a state may give the JSON itself. */
const JSON_TEXTS = new Set(['Input', 'Definition', 'Output']);

/** Parameters of a state as the API names them, `{Input: {a: 1}}` as `{input: '{"a":1}'}`. */
export function decapitalise(parameters: Json): Json {
  if (Array.isArray(parameters)) return parameters.map(decapitalise);
  if (!isJsonObject(parameters)) return parameters;
  const members = Object.entries(parameters).map(([name, member]) => {
    const isText = !JSON_TEXTS.has(name) || typeof member === 'string';
    return [withoutCapital(name), isText ? decapitalise(member) : JSON.stringify(member)] as const;
  });
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

/** `startExecution` as `StartExecution` */
export function withCapital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function withoutCapital(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
