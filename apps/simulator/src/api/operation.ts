import type { TaskRunner } from '@pipelines/asl-runtime';
import type { Json, JsonObject } from '@pipelines/core';
import type { Registry } from '../executions/registry.ts';
import type { TaskTokens } from '../services/task-tokens.ts';

export interface OperationContext {
  readonly registry: Registry;
  /** Account of the caller: new machines belong to it. */
  readonly accountId: string;
  readonly tokens: TaskTokens;
  /** Calls the task of a state that is tested alone. */
  readonly runTask: TaskRunner;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/**
 * One operation of the Step Functions API: request body in, response body out.
 *
 * @throws an ApiError or a RefusedRequestError, whose name is the error code of AWS
 */
export type Operation = (
  body: JsonObject,
  context: OperationContext,
) => JsonObject | Promise<JsonObject>;

/** A time as the JSON protocols of AWS write it: seconds, with the milliseconds as a fraction. */
export function epochSeconds(timeMs: number): number {
  return timeMs / 1000;
}

/** Members that are there; AWS leaves absent ones out rather than answering null. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as JsonObject;
}
