import { dayOf } from './calendar.ts';

/**
 * How visits share a day: `load` has 4–8 of one person on a day, which gives 3.8 map rows per
 * visit; `sparse` has 1–3, which gives 0.8.
 */
export type VisitShape = 'load' | 'sparse';

/** Sizes of a data set. Everything else follows from them and the seed. */
export interface Population {
  readonly seed: number;
  readonly shape: VisitShape;
  /** UTC day of the run: visits before it lie in the past. */
  readonly today: number;
  readonly visits: number;
  /** Distinct SSNs; each stands for one person with 2–4 caregiver records. */
  readonly people: number;
  readonly providers: number;
  /** Each is two records: the provider's and the payer's. */
  readonly patients: number;
}

const VISITS_PER_PERSON = 13;
const PATIENTS_PER_VISIT = 0.075;

/** Providers come in fourteens, of which one is inactive, one a demo and one excluded. */
export const PROVIDERS_PER_REGION = 14;
const VISITS_PER_REGION = 50_000;
const MOST_REGIONS = 20;

/** Sizes in the ratios of conflict-report.md 12.3. */
export function planPopulation(options: {
  readonly visits: number;
  readonly seed: number;
  readonly asOfMs: number;
  readonly shape: VisitShape;
}): Population {
  const { visits, seed, asOfMs, shape } = options;
  const regions = Math.min(MOST_REGIONS, Math.max(1, Math.ceil(visits / VISITS_PER_REGION)));
  return {
    seed,
    shape,
    today: dayOf(asOfMs),
    visits,
    people: Math.max(1, Math.round(visits / VISITS_PER_PERSON)),
    providers: PROVIDERS_PER_REGION * regions,
    patients: Math.max(2, Math.ceil(visits * PATIENTS_PER_VISIT)),
  };
}

/** Number of the person's first visit; the next person's is where this one's visits end. */
export function firstVisitOf(population: Population, person: number): number {
  return Math.floor((person * population.visits) / population.people);
}
