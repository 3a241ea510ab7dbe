import type { Json } from '@pipelines/core';
import { parseTimestamp } from '../timestamps/parse-timestamp.ts';
import { matchesWildcards } from './matches-wildcards.ts';

/** Compares the value of Variable with the value of the comparator. */
export type Comparator = (value: Json, expected: Json) => boolean;

type Order = (difference: number) => boolean;

const ORDERS: Readonly<Record<string, Order>> = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  GreaterThan: (difference) => difference > 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

/** Negative, zero or positive; undefined when one of the two is not of the kind compared. */
type Difference = (value: Json, expected: Json) => number | undefined;

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  // UTF-16 units, as Java's compareTo.
  String: (value, expected) => {
    if (typeof value !== 'string' || typeof expected !== 'string') return undefined;
    return value < expected ? -1 : value > expected ? 1 : 0;
  },
  Numeric: (value, expected) => {
    if (typeof value !== 'number' || typeof expected !== 'number') return undefined;
    return value - expected;
  },
  Timestamp: (value, expected) => {
    const [time, other] = [toTime(value), toTime(expected)];
    return time === undefined || other === undefined ? undefined : time - other;
  },
};

const TYPE_TESTS: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => toTime(value) !== undefined,
};

/** Comparators that have a form with `Path`: `NumericLessThan` and `NumericLessThanPath`. */
const COMPARISONS: Readonly<Record<string, Comparator>> = Object.fromEntries([
  ...Object.entries(DIFFERENCES).flatMap(([kind, differenceOf]) =>
    Object.entries(ORDERS).map(([order, holds]): [string, Comparator] => [
      `${kind}${order}`,
      (value, expected) => {
        const difference = differenceOf(value, expected);
        return difference !== undefined && holds(difference);
      },
    ]),
  ),
  [
    'BooleanEquals',
    (value: Json, expected: Json) => typeof value === 'boolean' && value === expected,
  ],
]);

/** How a comparator compares, and whether the expected value stands at a path. */
export interface ComparatorEntry {
  readonly compare: Comparator;
  readonly isPath: boolean;
}

/** The 38 comparators that read the value of Variable; IsPresent, the 39th, does not. */
export const COMPARATORS: ReadonlyMap<string, ComparatorEntry> = new Map<string, ComparatorEntry>([
  ...Object.entries(COMPARISONS).map(([name, compare]) => entry(name, compare, false)),
  ...Object.entries(COMPARISONS).map(([name, compare]) => entry(`${name}Path`, compare, true)),
  ...Object.entries(TYPE_TESTS).map(([name, test]) =>
    entry(name, (value, expected) => test(value) === expected, false),
  ),
  entry('StringMatches', matchesWildcards, false),
]);

function entry(name: string, compare: Comparator, isPath: boolean): [string, ComparatorEntry] {
  return [name, { compare, isPath }];
}

function toTime(value: Json): number | undefined {
  return typeof value === 'string' ? parseTimestamp(value) : undefined;
}
