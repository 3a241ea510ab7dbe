import { SampleDataOptionsError } from '../generate-conflict-report-tables.ts';

/** Size and seed of a made-up award file. */
export interface SampleAwardsOptions {
  /** Records, broken and repeated ones included. The real file has 219 500. */
  readonly awards: number;
  /** Any whole number. Same options, same bytes. */
  readonly seed: number;
  /** ISO 8601 date; award years end with its year. */
  readonly asOf: string;
}

/** What every part of the generator needs to know of the whole. */
export interface AwardPopulation {
  readonly awards: number;
  readonly seed: number;
  readonly lastYear: number;
  readonly firms: number;
}

/** As in the source: 34 464 names for 219 500 awards. */
const AWARDS_PER_FIRM = 6.4;
/** Firm numbers fit into five letters of a UEI far beyond this. */
const MOST_AWARDS = 50_000_000;

/**
 * Check the options and fix what follows from them.
 *
 * @throws {SampleDataOptionsError} for a count, seed or date that cannot be used
 */
export function planAwards({ awards, seed, asOf }: SampleAwardsOptions): AwardPopulation {
  if (!Number.isSafeInteger(awards) || awards < 1 || awards > MOST_AWARDS) {
    throw new SampleDataOptionsError(`awards must be from 1 to ${MOST_AWARDS}, not "${awards}"`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new SampleDataOptionsError(`seed must be a whole number, not "${seed}"`);
  }
  const asOfMs = Date.parse(asOf);
  if (Number.isNaN(asOfMs)) {
    throw new SampleDataOptionsError(`asOf must be an ISO 8601 date, not "${asOf}"`);
  }
  const lastYear = new Date(asOfMs).getUTCFullYear();
  return { awards, seed, lastYear, firms: Math.max(1, Math.round(awards / AWARDS_PER_FIRM)) };
}
