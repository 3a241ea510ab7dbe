import { dateText, dayOf } from '../calendar.ts';
import { createRandom, type Random } from '../random.ts';
import { type Agency, agencyAt } from './agencies.ts';
import type { AwardPopulation } from './award-population.ts';
import { type Firm, firmOf } from './firms.ts';

/** What an award record is about, before it is written down more or less neatly. */
export interface Award {
  readonly index: number;
  readonly firm: Firm;
  readonly agency: Agency;
  readonly phase: 'Phase I' | 'Phase II';
  readonly program: 'SBIR' | 'STTR';
  readonly year: number;
  /** ISO dates; empty where the agency gives none. */
  readonly awardDate: string;
  readonly endDate: string;
  readonly topic: string;
  readonly tracking: string;
  readonly contract: string;
  readonly amountCents: number;
  /** Which of the firm's researchers. */
  readonly investigator: number;
}

/** How often an award is the second phase of the one before it. */
const FOLLOW_UP_EVERY = 5;

/**
 * Award number `index`, drawn anew at each call: nothing is kept, so memory is constant at any size.
 *
 * Every fifth is Phase II of the one before: same firm, office and topic, one or two years later.
 */
export function awardOf(population: AwardPopulation, index: number): Award {
  const random = createRandom(population.seed, 'award', index);
  if (index % FOLLOW_UP_EVERY === FOLLOW_UP_EVERY - 1) {
    return followUpOf(awardOf(population, index - 1), { random, index, population });
  }
  const { seed, firms, lastYear } = population;
  // The square makes a few firms large: the first hundredth has a tenth of the awards.
  const firm = firmOf(seed, Math.floor(random.next() ** 2 * firms));
  const agency = agencyAt(random.below(100));
  // The program began in 1983 and grew.
  const year = lastYear - Math.floor(random.next() ** 1.5 * (lastYear - 1_982));
  const dates = agency.hasDates ? datesOf(random, year, 180) : { awardDate: '', endDate: '' };
  const topic = random.chance(0.6) ? topicOf(random, agency, year) : '';
  return {
    index,
    firm,
    agency,
    phase: random.chance(0.8) ? 'Phase I' : 'Phase II',
    program: random.chance(0.88) ? 'SBIR' : 'STTR',
    year,
    ...dates,
    topic,
    tracking: `${agency.code}${shortYear(year)}-${String(index).padStart(6, '0')}`,
    contract: contractOf(agency, year, index),
    amountCents: 5_000_000 + random.below(20_000_000),
    investigator: random.below(3),
  };
}

interface FollowUp {
  readonly random: Random;
  readonly index: number;
  readonly population: AwardPopulation;
}

/** The tracking number stays that of the first phase in some offices: it is not unique. */
function followUpOf(first: Award, { random, index, population }: FollowUp): Award {
  const year = Math.min(first.year + 1 + random.below(2), population.lastYear);
  const isDated = first.agency.hasDates && year > first.year;
  const dates = isDated ? datesOf(random, year, 730) : { awardDate: '', endDate: '' };
  return {
    ...first,
    index,
    phase: 'Phase II',
    year,
    ...dates,
    contract: contractOf(first.agency, year, index),
    amountCents: 50_000_000 + random.below(130_000_000),
    tracking: random.chance(0.5) ? first.tracking : `${first.tracking}-II`,
  };
}

function datesOf(
  random: Random,
  year: number,
  days: number,
): { readonly awardDate: string; readonly endDate: string } {
  const start = dayOf(Date.UTC(year, random.below(9), 1 + random.below(28)));
  return { awardDate: dateText(start), endDate: dateText(start + days + random.below(180)) };
}

/** Up to fourteen characters, some with a hyphen: `AF253-D012`. */
function topicOf(random: Random, { code }: Agency, year: number): string {
  const number = String(random.below(400)).padStart(3, '0');
  return random.chance(0.1)
    ? `${code}X${shortYear(year)}${random.below(9)}-DPCSO${random.below(9)}`
    : `${code}${shortYear(year)}${1 + random.below(3)}-${number}`;
}

function contractOf({ code }: Agency, year: number, index: number): string {
  return `${code}-${shortYear(year)}-C-${index.toString(36).toUpperCase().padStart(5, '0')}`;
}

function shortYear(year: number): string {
  return String(year).slice(-2);
}
