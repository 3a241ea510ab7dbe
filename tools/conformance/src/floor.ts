import type { Scores } from './score.ts';
import { SCRIPTS } from './script-case.ts';

/** What docs/conformance.json holds: the numbers that may only rise, and why misses are accepted. */
export interface Floor {
  readonly cases: number;
  readonly passed: number;
  readonly causes: number;
  readonly identicalHistories: number;
  /** Scripts of API calls that pass. */
  readonly scripts: number;
  readonly reasons: Readonly<Record<string, string>>;
}

const RISING = ['cases', 'passed', 'causes', 'identicalHistories', 'scripts'] as const;

/**
 * Which numbers have fallen below the committed ones.
 *
 * @returns one line per number; empty when all are kept
 */
export function belowFloor(floor: Floor, scores: Scores): readonly string[] {
  const present = raiseFloor(scores, {});
  return RISING.filter((name) => present[name] < (floor[name] ?? 0)).map(
    (name) => `${name} fell from ${floor[name]} to ${present[name]}`,
  );
}

/** The floor that the present numbers make, with the reasons kept. */
export function raiseFloor(scores: Scores, reasons: Floor['reasons']): Floor {
  const { cases, passed, causes, identicalHistories } = scores.total;
  const scripts = scores.byCategory[SCRIPTS]?.passed ?? 0;
  return { cases, passed, causes, identicalHistories, scripts, reasons };
}
