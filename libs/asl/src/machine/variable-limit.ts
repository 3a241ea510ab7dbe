import type { Json } from '@pipelines/core';
import { utf8Bytes } from '../payload.ts';
import type { Frame } from './execution-state.ts';
import type { Run } from './run.ts';

/**
 * All variables of an execution together.
 *
 * Source: Step Functions developer guide, "Service quotas", "Maximum size of all variables"
 */
export const MAX_VARIABLE_BYTES = 10 * 1024 * 1024;

/** The sizes of a line's variables once these are set. */
export function variableBytesWith(
  { variableBytes }: Pick<Frame, 'variableBytes'>,
  assigned: Readonly<Record<string, Json>>,
): Frame['variableBytes'] {
  const sizes = Object.entries(assigned).map(([name, value]): [string, number] => [
    name,
    utf8Bytes(JSON.stringify(value)),
  ]);
  return { ...variableBytes, ...Object.fromEntries(sizes) };
}

/** Whether the variables of all lines are over the limit when `frame` has those of these sizes. */
export function isOverVariableLimit(
  { frames }: Run,
  { id }: Frame,
  variableBytes: Frame['variableBytes'],
): boolean {
  let bytes = sumOf(variableBytes);
  for (const frame of frames.values()) if (frame.id !== id) bytes += sumOf(frame.variableBytes);
  return bytes > MAX_VARIABLE_BYTES;
}

function sumOf(bytesByName: Frame['variableBytes']): number {
  return Object.values(bytesByName).reduce((sum, bytes) => sum + bytes, 0);
}
