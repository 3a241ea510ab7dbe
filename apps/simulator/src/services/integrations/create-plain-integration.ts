import type { TaskRequest } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';
import { submitAndWait } from '../submit-and-wait.ts';
import type { TaskTokens } from '../task-tokens.ts';
import type { Integration } from './service-call.ts';

/** Makes one call of a service, and gives its answer. */
export type Caller = (request: TaskRequest) => Promise<Json>;

/**
 * An integration without jobs: a call ends with the answer, or with its token.
 *
 * @param callerOf - undefined for an action that the service here does not have
 */
export function createPlainIntegration(
  tokens: TaskTokens,
  callerOf: (action: string) => Caller | undefined,
): Integration {
  return ({ action, pattern }, request) => {
    const call = callerOf(action);
    if (!call) return undefined;
    switch (pattern) {
      case 'request':
        return call(request);
      case 'waitForTaskToken':
        return submitAndWait(request, tokens, () => call(request));
      case 'sync':
      case 'sync:2':
        return undefined;
    }
  };
}
