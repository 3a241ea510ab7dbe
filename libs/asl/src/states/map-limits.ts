import type { MapState } from '../definition/state-machine.ts';
import { runtimeError } from './failure.ts';
import { numberOf, type NumberSource } from './number-of.ts';

/** How many iterations may run at a time; 0 means that the state sets no limit. */
export function maxConcurrencyOf(state: MapState, numbers: NumberSource): number {
  const source = { value: state.maxConcurrency, path: state.maxConcurrencyPath };
  const value = numberOf(numbers, 'MaxConcurrency', source) ?? 0;
  if (value < 0) throw runtimeError('MaxConcurrency cannot be negative.');
  return value;
}

/** How many items may fail: a number, a share of 100 of all, the smaller of both. */
export interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/**
 * The failures that a Map tolerates.
 *
 * @throws {EvaluationError} when one of the fields is not such a number, or out of its range
 */
export function toleranceOf(state: MapState, numbers: NumberSource): Tolerance {
  const count = numberOf(numbers, 'ToleratedFailureCount', {
    value: state.toleratedFailureCount,
    path: state.toleratedFailureCountPath,
  });
  const percentage = numberOf(numbers, 'ToleratedFailurePercentage', {
    value: state.toleratedFailurePercentage,
    path: state.toleratedFailurePercentagePath,
    mayBeFraction: true,
  });
  if (count !== undefined && count < 0) {
    throw runtimeError('ToleratedFailureCount cannot be negative.');
  }
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw runtimeError('ToleratedFailurePercentage must be between 0 and 100.');
  }
  return { count, percentage };
}

/** The most failures among `total` items; undefined when the state says nothing. */
export function toleratedAmong(
  { count, percentage }: Tolerance,
  total: number,
): number | undefined {
  if (count === undefined && percentage === undefined) return undefined;
  return Math.min(count ?? Infinity, ((percentage ?? 100) / 100) * total);
}
