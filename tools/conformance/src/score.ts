import type { Verdict } from './compare-case.ts';

/** Counts of verdicts. Skipped cases are in `skipped` only. */
export interface Score {
  readonly cases: number;
  readonly passed: number;
  readonly skipped: number;
  /** Passed, and the cause text is the recorded one too. */
  readonly causes: number;
  /** Passed, and the recording has a history to compare. */
  readonly histories: number;
  readonly identicalHistories: number;
}

/** The counts of all verdicts, and those of each category in alphabetical order. */
export interface Scores {
  readonly total: Score;
  readonly byCategory: Readonly<Record<string, Score>>;
}

/** Count verdicts. */
export function countScores(verdicts: readonly Verdict[]): Scores {
  const categories = [...new Set(verdicts.map(({ category }) => category))].toSorted();
  return {
    total: countScore(verdicts),
    byCategory: Object.fromEntries(
      categories.map((name) => [name, countScore(verdicts.filter((v) => v.category === name))]),
    ),
  };
}

function countScore(verdicts: readonly Verdict[]): Score {
  const passed = verdicts.filter(({ result }) => result === 'pass');
  const compared = passed.filter(({ history }) => history !== undefined);
  const skipped = verdicts.filter(({ result }) => result === 'skip').length;
  return {
    cases: verdicts.length - skipped,
    passed: passed.length,
    skipped,
    causes: passed.filter(({ cause }) => cause).length,
    histories: compared.length,
    identicalHistories: compared.filter(({ history }) => history).length,
  };
}

/** `a` of `b` in percent with two digits; nothing of nothing is everything. */
export function percent(a: number, b: number): string {
  return `${(b === 0 ? 100 : (100 * a) / b).toFixed(2)} %`;
}
