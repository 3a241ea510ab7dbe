import type { Json } from '@pipelines/core';
import { DOUBLE_RULE } from './terminal-report.ts';

// The lines of one invocation on the terminal are a contract: conflict-report.md 1.5.

/** What is printed before the function runs. */
export function invocationHeaderLines(action: string, isMock: boolean): readonly string[] {
  return [
    DOUBLE_RULE,
    'LAMBDA HANDLER - LOCAL EXECUTION',
    DOUBLE_RULE,
    `Action: ${action}`,
    `Mock Mode: ${isMock ? 'True' : 'False'}`,
    DOUBLE_RULE,
    '',
  ];
}

/**
 * What is printed when it has answered.
 *
 * @param seconds - wall time of the invocation, its cold start included
 * @param body - the envelope's body, or the error object of a function that threw
 */
export function invocationResultLines(
  statusCode: number,
  seconds: number,
  body: Json,
): readonly string[] {
  return [
    '',
    DOUBLE_RULE,
    'EXECUTION RESULT',
    DOUBLE_RULE,
    `Status Code: ${statusCode}`,
    `Duration: ${seconds.toFixed(2)}s`,
    '',
    'Response Body:',
    ...JSON.stringify(body, undefined, 2).split('\n'),
    DOUBLE_RULE,
  ];
}
