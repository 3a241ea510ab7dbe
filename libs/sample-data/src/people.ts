import { caregiversOf, type Caregiver } from './caregivers.ts';
import { fakeSsn } from './fake-ssn.ts';
import { firstVisitOf, type Population } from './population.ts';
import { createRandom, type Random } from './random.ts';
import { scheduleVisit, type Visit } from './visits.ts';

/** One SSN with everything that hangs on it; people have nothing in common. */
export interface Person {
  readonly index: number;
  readonly ssn: string;
  readonly caregivers: readonly Caregiver[];
  /** By day, then in no order. Visits of one day may conflict. */
  readonly visits: readonly Visit[];
}

/**
 * Person number `index`: always the same one, drawn anew at each call.
 *
 * The constant memory of the generator rests on this: a table asks for one person after another
 * and keeps none.
 */
export function personOf(population: Population, index: number): Person {
  const random = createRandom(population.seed, 'person', index);
  const ssn = fakeSsn(index);
  const caregivers = caregiversOf(random, population, { index, ssn });
  const visits: Visit[] = [];
  let number = firstVisitOf(population, index);
  const end = firstVisitOf(population, index + 1);
  for (const size of daySizes(random, population, end - number)) {
    for (const visit of dayOfVisits(random, population, { caregivers, size, number })) {
      visits.push(visit);
    }
    number += size;
  }
  return { index, ssn, caregivers, visits };
}

/** All people, one at a time. */
export function* everyPerson(population: Population): Generator<Person> {
  for (let index = 0; index < population.people; index += 1) yield personOf(population, index);
}

/** Visits of one person on one day, as likely as they stand here. */
const DAY_SIZES = {
  load: [4, 5, 5, 6, 6, 7, 7, 8, 8],
  sparse: [1, 2, 3],
} as const satisfies Record<string, readonly number[]>;

/** Split a person's visits into days. */
function daySizes(random: Random, { shape }: Population, visits: number): number[] {
  const least = DAY_SIZES[shape][0];
  const most = Math.max(...DAY_SIZES[shape]);
  const sizes: number[] = [];
  let rest = visits;
  while (rest > 0) {
    // Enough is left over for a last day that is not too small.
    const size = rest <= most ? rest : Math.min(random.pick(DAY_SIZES[shape]), rest - least);
    sizes.push(size);
    rest -= size;
  }
  return sizes;
}

function dayOfVisits(
  random: Random,
  population: Population,
  day: {
    readonly caregivers: readonly Caregiver[];
    readonly size: number;
    readonly number: number;
  },
): Visit[] {
  const offset = dayOffset(random);
  const baseMinutes = 7 * 60 + 15 * random.below(29);
  const firstCaregiver = random.below(day.caregivers.length);
  return Array.from({ length: day.size }, (_, index) => {
    const caregiver = day.caregivers[(firstCaregiver + index) % day.caregivers.length];
    if (!caregiver) throw new RangeError('A person has at least two caregiver records.');
    return scheduleVisit(random, population, {
      index: day.number + index,
      caregiver,
      day: population.today + offset,
      baseMinutes,
    });
  });
}

/** Days from the run: mostly inside the window, some far back, some at its edges. */
const RARE_OFFSETS = [-60, -200, -400, -731, -732, 45, 46] as const;

function dayOffset(random: Random): number {
  return random.chance(0.92) ? random.below(86) - 40 : random.pick(RARE_OFFSETS);
}
