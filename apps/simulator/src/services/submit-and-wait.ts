import type { TaskRequest } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';
import type { TaskTokens } from './task-tokens.ts';

/**
 * A `.waitForTaskToken` call: hand the work on, then wait for what somebody sends with its token.
 *
 * @param submit - answers with what the service said when it took the work
 * @throws {TaskFailure} of `submit`, and then the token takes no answer; or the one that was sent
 */
export async function submitAndWait(
  request: TaskRequest,
  tokens: TaskTokens,
  submit: () => Promise<Json>,
): Promise<Json> {
  // Whoever gets the work may answer with the token before it is known to have been handed on.
  const result = tokens.wait(request);
  result.catch(() => undefined);
  try {
    request.report({ type: 'submitted', output: await submit() });
  } catch (error) {
    tokens.forget(request.taskToken ?? '');
    throw error;
  }
  return result;
}
