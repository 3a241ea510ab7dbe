import type { TaskRequest } from '@pipelines/asl-runtime';
import { isJsonObject, type Json } from '@pipelines/core';
import { ApiError } from '../../api/api-errors.ts';
import { RefusedRequestError } from '../../executions/registry-errors.ts';
import type { TaskTokens } from '../task-tokens.ts';
import { createPlainIntegration } from './create-plain-integration.ts';
import { sdkFailure } from './sdk-failure.ts';
import type { Integration } from './service-call.ts';
import {
  capitalise,
  decapitalise,
  withCapital,
  type FindOperation,
  type StatesCall,
} from './states-api.ts';

/** Codes of the protocol, not of Step Functions. */
const UNDECLARED = new Set(['SerializationException']);

/**
 * `aws-sdk:sfn:*`: every operation that the HTTP API has, with the same limits and refusals.
 *
 * An express machine is run to its end by `startSyncExecution`; it runs on when its caller gives up.
 */
export function createSfnCalls(world: {
  readonly findOperation: FindOperation;
  readonly tokens: TaskTokens;
}): Integration {
  return createPlainIntegration(world.tokens, (action) => {
    const operation = world.findOperation(withCapital(action));
    return operation && ((request) => call(operation, request));
  });
}

async function call(operation: StatesCall, request: TaskRequest): Promise<Json> {
  const body = decapitalise(request.payload);
  try {
    return capitalise(await operation(isJsonObject(body) ? body : {}, request), 'instant');
  } catch (error) {
    throw failureOf(error);
  }
}

function failureOf(error: unknown): unknown {
  if (!(error instanceof ApiError) && !(error instanceof RefusedRequestError)) return error;
  const { name: code, message } = error;
  const isDeclared = !UNDECLARED.has(code);
  return sdkFailure('Sfn', { code, message, status: 400, isDeclared });
}
