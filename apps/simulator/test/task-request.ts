import type { TaskRequest } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';

/** A call of the state S that nobody gives up. */
export function taskRequest(
  resource: string,
  payload: Json = {},
  overrides: Partial<TaskRequest> = {},
): TaskRequest {
  return {
    resource,
    payload,
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:run',
    stateName: 'S',
    retryCount: 0,
    signal: new AbortController().signal,
    report: () => undefined,
    ...overrides,
  };
}
