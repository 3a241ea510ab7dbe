import type { Json } from '@pipelines/core';
import { evaluatePath } from '../paths/evaluate-path.ts';
import type { Scope } from '../scope.ts';
import { runtimeError } from './failure.ts';

/**
 * The number of a field that exists in two spellings, such as TimeoutSeconds and
 * TimeoutSecondsPath.
 *
 * @param field - name of the plain spelling, `TimeoutSeconds`
 * @param kind - what the field holds; an `integer` may not have a fraction
 * @returns `undefined` when neither is there
 * @throws {EvaluationError} when the path selects nothing, or no such number
 */
export function numberAtPath(
  field: string,
  source: { readonly value: number | string | undefined; readonly path: string | undefined },
  scope: Scope,
  kind: 'integer' | 'float' = 'integer',
): number | undefined {
  if (source.path === undefined)
    return source.value === undefined ? undefined : Number(source.value);
  const value = evaluatePath(source.path, scope);
  const isNumber = typeof value === 'number' && (kind === 'float' || Number.isInteger(value));
  if (isNumber) return value;
  throw runtimeError(
    `The ${field}Path field refers to value "${plainText(value)}" which is not a valid ${kind}: ${source.path}`,
  );
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
