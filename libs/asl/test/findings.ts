import type { JsonObject } from '@pipelines/core';
import type { StateMachineType } from '../src/definition/state-machine.ts';
import { validateDefinition } from '../src/definition/validate-definition.ts';

/** A state that ends its machine. */
export const end: JsonObject = { Type: 'Succeed' };

/** `CODE: message at location` of each finding; the code is left out when it is the usual one. */
export function findings(
  machine: JsonObject | string,
  type: StateMachineType = 'STANDARD',
): string[] {
  return validateDefinition(machine, { type }).map(({ code, message, location }) => {
    const prefix = code === 'SCHEMA_VALIDATION_FAILED' ? '' : `${code}: `;
    return `${prefix}${message} at ${location ?? 'null'}`;
  });
}

/** The findings for a machine that starts with `state`, called S, and ends in Z if S names Z. */
export function findingsOf(state: JsonObject, type?: StateMachineType): string[] {
  const usesEnd = JSON.stringify(state).includes('"Z"');
  return findings({ StartAt: 'S', States: usesEnd ? { S: state, Z: end } : { S: state } }, type);
}

/** A Task that is right but for `fields`. */
export function task(fields: JsonObject): JsonObject {
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'Z', ...fields };
}
