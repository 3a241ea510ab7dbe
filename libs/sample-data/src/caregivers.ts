import { PROVIDERS_PER_REGION, type Population } from './population.ts';
import type { Random } from './random.ts';

/** A person's record at one provider. */
export interface Caregiver {
  /** Number of the record in the data set. */
  readonly index: number;
  readonly provider: number;
  /** As the provider typed it: 5 % have blanks around it. */
  readonly ssnText: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly isActive: boolean;
}

/** Records are numbered in fours, so that a record's number needs no counting through others. */
const MOST_CAREGIVERS = 4;

/** The records of one person, each at a provider of its own. */
export function caregiversOf(
  random: Random,
  population: Population,
  person: { readonly index: number; readonly ssn: string },
): Caregiver[] {
  const count = 2 + random.below(3);
  // All of one region: people do not work at opposite ends of the country on one day.
  const region = random.below(population.providers / PROVIDERS_PER_REGION) * PROVIDERS_PER_REGION;
  const first = random.below(PROVIDERS_PER_REGION);
  const step = random.pick([1, 3, 5]); // No multiple meets another within four steps of 14.
  return Array.from({ length: count }, (_, index) => ({
    index: person.index * MOST_CAREGIVERS + index,
    provider: region + ((first + index * step) % PROVIDERS_PER_REGION),
    ssnText: random.chance(0.05) ? ` ${person.ssn} ` : person.ssn,
    firstName: `Care${person.index + 1}`,
    lastName: `Giver${random.below(5_000)}`,
    isActive: random.chance(0.95),
  }));
}
