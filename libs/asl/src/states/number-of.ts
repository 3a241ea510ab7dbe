import type { Json } from '@pipelines/core';
import { evaluatePath } from '../paths/evaluate-path.ts';
import type { Scope } from '../scope.ts';
import { runtimeError } from './failure.ts';
import { fillTyped } from './jsonata-flow.ts';
import type { StateView } from './state-view.ts';

/** A number that a definition gives as it is, or as a path to it. */
interface NumberField {
  readonly value: number | string | undefined;
  readonly path: string | undefined;
  /** Whole numbers only, unless this is set. */
  readonly mayBeFraction?: boolean;
}

/** What a number may be read from: paths look at the scope, expressions at the state's input. */
export interface NumberSource {
  readonly scope: Scope;
  readonly view: StateView;
}

/**
 * The number of a field with two spellings, such as TimeoutSeconds and TimeoutSecondsPath.
 *
 * In JSONata the plain spelling may hold an expression.
 *
 * @param field - the plain spelling
 * @returns `undefined` when the state has neither
 * @throws {EvaluationError} when the path selects nothing, or no such number
 */
export function numberOf(
  { scope, view }: NumberSource,
  field: string,
  source: NumberField,
): number | undefined {
  const { path, value, mayBeFraction = false } = source;
  if (typeof value === 'string') {
    const use = { type: 'number', states: { input: view.input.json }, view } as const;
    return Number(fillTyped(field, value, use));
  }
  if (path === undefined) return value;
  const found = evaluatePath(path, scope);
  if (typeof found === 'number' && (mayBeFraction || Number.isInteger(found))) return found;
  const kind = mayBeFraction ? 'float' : 'integer';
  throw runtimeError(
    `The ${field}Path field refers to value "${plainText(found)}" which is not a valid ${kind}: ${path}`,
  );
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
