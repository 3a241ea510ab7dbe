import type { JsonObject } from '@pipelines/core';
import { textOf } from './text-of.ts';

/** Longer bodies are cut on the terminal. */
const LONGEST_BODY = 400;
/** Whoever sends a message must not move the cursor of who reads it. */
// eslint-disable-next-line no-control-regex -- control characters are what is replaced
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]+/g;

/**
 * A message of the outbox for the terminal: when, by what and whither; who sent it; its body on one
 * line.
 *
 * @param message - a line of the file
 */
export function messageLines(message: JsonObject): readonly string[] {
  const show = (name: string): string => (textOf(message[name]) ?? '').replace(CONTROLS, ' ');
  const body = show('body');
  return [
    `${show('time')}  ${show('service')}  ${show('target')}`,
    `  ${show('stateName')} of ${show('executionArn')}`,
    ...('taskToken' in message ? ['  waits for its token'] : []),
    `  ${body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY)}…` : body}`,
  ];
}
