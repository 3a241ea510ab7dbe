import type { TaskRunner } from '@pipelines/asl-runtime';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { Registry } from '../executions/registry.ts';
import { RefusedRequestError } from '../executions/registry-errors.ts';
import type { TaskTokens } from '../services/task-tokens.ts';
import { ApiError } from './api-errors.ts';
import { callerAccount } from './caller-account.ts';
import { DEEPEST_JSON, isNestedTooDeep } from './json-nesting.ts';
import { present } from './operation.ts';
import { operations } from './operations.ts';

const TARGET_PREFIX = 'AWSStepFunctions.';

export interface OperationRequest {
  /** `X-Amz-Target` */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly bodyText: string;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** What the operations work on. */
export interface ApiWorld {
  readonly registry: Registry;
  readonly tokens: TaskTokens;
  readonly runTask: TaskRunner;
}

export interface OperationAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/**
 * Answer one operation in the JSON protocol of AWS; a refusal is `{__type, message}`.
 *
 * @param onFault - told of an error that is ours; the client sees InternalFailure
 */
export async function answerOperation(
  request: OperationRequest,
  world: ApiWorld,
  onFault: (error: unknown) => void,
): Promise<OperationAnswer> {
  try {
    const operation = findOperation(request.target);
    const accountId = callerAccount(request.authorization);
    const { bodyText, signal } = request;
    const body = await operation(parseBody(bodyText), { ...world, accountId, signal });
    return { status: 200, body };
  } catch (error) {
    if (error instanceof ApiError) return refusal(error, error);
    if (error instanceof RefusedRequestError) return refusal(error, { status: 400 });
    onFault(error);
    const body = { __type: 'InternalFailure', message: 'The simulator failed; see its output.' };
    return { status: 500, body };
  }
}

function findOperation(target: string): NonNullable<ReturnType<typeof operations.get>> {
  const name = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : target;
  const operation = operations.get(name);
  if (operation) return operation;
  const known = [...operations.keys()].join(', ');
  throw new ApiError(
    'UnknownOperationException',
    `The simulator has no operation '${name}'. It has: ${known}`,
  );
}

function refusal(
  { name, message }: Error,
  { status, reason }: { readonly status: number; readonly reason?: string | undefined },
): OperationAnswer {
  return { status, body: present({ __type: name, message, reason }) };
}

function parseBody(text: string): JsonObject {
  if (isNestedTooDeep(text)) {
    const reason = `The body is nested deeper than ${DEEPEST_JSON} levels`;
    throw new ApiError('SerializationException', reason);
  }
  const value = text === '' ? {} : parseJson(text);
  if (isJsonObject(value)) return value;
  throw new ApiError('SerializationException', 'The body must be a JSON object');
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ApiError('SerializationException', 'The body is not valid JSON');
  }
}
