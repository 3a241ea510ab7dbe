import { everyPerson, personOf, type Person } from './people.ts';
import type { Population } from './population.ts';
import { createRandom, type Random } from './random.ts';
import type { Visit } from './visits.ts';

/** The seven rule flags, as columns of the map. */
export const RULE_FLAGS = [
  'SameSchTimeFlag',
  'SameVisitTimeFlag',
  'SchAndVisitTimeSameFlag',
  'SchOverAnotherSchTimeFlag',
  'VisitTimeOverAnotherVisitTimeFlag',
  'SchTimeOverVisitTimeFlag',
  'DistanceFlag',
] as const;

/** Dates of absence: a row that has one is left alone by the tasks. */
export const ABSENCE_DATES = [
  'InserviceStartDate',
  'InserviceEndDate',
  'PTOStartDate',
  'PTOEndDate',
  'ConInserviceStartDate',
  'ConInserviceEndDate',
  'ConPTOStartDate',
  'ConPTOEndDate',
] as const;

/** A pair of visits that was once found to conflict, as the map remembers it. */
export interface VisitMap {
  readonly ssn: string;
  readonly primary: Visit;
  readonly other: Visit;
  /** Date in the map: 3 % differ from the visit's, which has been moved since. */
  readonly storedDay: number;
  /** Number of the primary visit's conflict; 2 % have lost it. */
  readonly conflictId: number | undefined;
  /** Per rule, whether it was found before. */
  readonly flags: readonly boolean[];
  readonly absence: (typeof ABSENCE_DATES)[number] | undefined;
  readonly status: string;
  readonly isMarked: boolean;
}

const STATUSES = ['U', 'U', 'U', 'N', 'R', 'W', 'I', 'D'] as const;
const MOST_UNRELATED_PAIRS = 120;
const VISITS_PER_UNRELATED_PAIR = 20;

/**
 * All rows of the map: 92 % of the ordered pairs of one person's visits on one day at different
 * providers, then some pairs that have nothing to do with each other.
 */
export function* everyVisitMap(population: Population): Generator<VisitMap> {
  for (const person of everyPerson(population)) yield* mapsOf(population, person);
  yield* unrelatedMaps(population);
}

/** The map's rows whose primary visit is this person's, without the unrelated ones. */
export function* mapsOf(population: Population, person: Person): Generator<VisitMap> {
  const random = createRandom(population.seed, 'maps', person.index);
  for (const primary of person.visits) {
    for (const other of person.visits) {
      const isPair =
        primary.day === other.day && primary.caregiver.provider !== other.caregiver.provider;
      if (isPair && random.chance(0.92)) yield mapOf(random, { ssn: person.ssn, primary, other });
    }
  }
}

/** Pairs of different people: left over, say, from a corrected SSN. No rule holds for them. */
export function* unrelatedMaps(population: Population): Generator<VisitMap> {
  const wanted = Math.floor(population.visits / VISITS_PER_UNRELATED_PAIR);
  const count = population.people < 2 ? 0 : Math.min(MOST_UNRELATED_PAIRS, wanted);
  for (let index = 0; index < count; index += 1) {
    const random = createRandom(population.seed, 'unrelated', index);
    const first = random.below(population.people);
    const second = (first + 1 + random.below(population.people - 1)) % population.people;
    const person = personOf(population, first);
    const primary = random.pick(person.visits);
    const other = random.pick(personOf(population, second).visits);
    yield mapOf(random, { ssn: person.ssn, primary, other });
  }
}

/** Number of the conflict of which this visit is the primary one. */
export function conflictIdOf(visit: number): number {
  return visit + 1;
}

/** Whether the conflict of this visit, if it has one, has a row: 3 % are lost. */
export function hasConflictRow({ seed }: Population, visit: number): boolean {
  return createRandom(seed, 'conflict', visit).chance(0.97);
}

function mapOf(random: Random, pair: Pick<VisitMap, 'ssn' | 'primary' | 'other'>): VisitMap {
  const { primary } = pair;
  return {
    ...pair,
    storedDay: primary.day + (random.chance(0.03) ? random.pick([-3, -2, -1, 1]) : 0),
    conflictId: random.chance(0.02) ? undefined : conflictIdOf(primary.index),
    flags: RULE_FLAGS.map(() => random.chance(0.06)),
    absence: random.chance(0.03) ? random.pick(ABSENCE_DATES) : undefined,
    status: random.pick(STATUSES),
    isMarked: random.chance(0.02),
  };
}
