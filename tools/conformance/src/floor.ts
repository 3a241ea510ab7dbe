import type { Score, Scores } from './score.ts';

/** What docs/conformance.json holds: the numbers that may only rise, and why misses are accepted. */
export interface Floor {
  readonly cases: number;
  readonly passed: number;
  readonly causes: number;
  readonly identicalHistories: number;
  readonly reasons: Readonly<Record<string, string>>;
}

const RISING = ['cases', 'passed', 'causes', 'identicalHistories'] as const;

/**
 * Which numbers have fallen below the committed ones.
 *
 * @returns one line per number; empty when all are kept
 */
export function belowFloor(floor: Floor, total: Score): readonly string[] {
  return RISING.filter((name) => total[name] < floor[name]).map(
    (name) => `${name} fell from ${floor[name]} to ${total[name]}`,
  );
}

/** The floor that the present numbers make, with the reasons kept. */
export function raiseFloor(scores: Scores, reasons: Floor['reasons']): Floor {
  const { cases, passed, causes, identicalHistories } = scores.total;
  return { cases, passed, causes, identicalHistories, reasons };
}
