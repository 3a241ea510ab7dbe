import type { HttpCounts } from './count-over-http.ts';
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
  /** What the corpus' own programs counted when they last ran. */
  readonly http?: HttpCounts;
  /** Why those programs miss what they miss; where a case is absent, `reasons` has it. */
  readonly httpReasons?: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
}

const RISING = ['cases', 'passed', 'causes', 'identicalHistories', 'scripts'] as const;

/**
 * Which numbers have fallen below the committed ones.
 *
 * @returns one line per number; empty when all are kept
 */
export function belowFloor(floor: Floor, scores: Scores): readonly string[] {
  const present = raiseFloor(scores, { reasons: {} });
  return RISING.filter((name) => present[name] < (floor[name] ?? 0)).map(
    (name) => `${name} fell from ${floor[name]} to ${present[name]}`,
  );
}

const HTTP_RISING = ['plain', 'withFunctions', 'scripts'] as const;

/** The same for what was counted over HTTP. */
export function belowHttpFloor(floor: Floor, counts: HttpCounts): readonly string[] {
  return HTTP_RISING.filter((name) => counts[name].passed < (floor.http?.[name].passed ?? 0)).map(
    (name) => `http.${name} fell from ${floor.http?.[name].passed} to ${counts[name].passed}`,
  );
}

/** The floor that the present numbers make, with the reasons kept. */
export function raiseFloor(
  scores: Scores,
  { reasons, http, httpReasons }: Pick<Floor, 'reasons' | 'http' | 'httpReasons'>,
): Floor {
  const { cases, passed, causes, identicalHistories } = scores.total;
  const scripts = scores.byCategory[SCRIPTS]?.passed ?? 0;
  return {
    cases,
    passed,
    causes,
    identicalHistories,
    scripts,
    ...(http && { http }),
    reasons,
    ...(httpReasons && { httpReasons }),
  };
}
