import type { Population } from './population.ts';
import { createRandom, type Random } from './random.ts';

/** A place on earth, in degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** An address of a patient's provider or payer record. */
export interface Address {
  readonly type: string;
  readonly isPrimary: boolean;
  /** Undefined where the source has no coordinates. */
  readonly place: Place | undefined;
  /** Days before the run; no two addresses of one patient share it. */
  readonly ageDays: number;
  readonly street: string;
  readonly zip: string;
}

/** One person who is cared for. */
export interface Patient {
  readonly firstName: string;
  readonly lastName: string;
  readonly isActive: boolean;
  /** Of the provider's record and of the payer's. */
  readonly addresses: readonly [readonly Address[], readonly Address[]];
}

const ADDRESS_TYPES = ['GPS', 'Home, GPS', 'GPS, Community', 'Home', 'Community'] as const;
const CENTRE: Place = { latitude: 40.7, longitude: -73.95 };

/** Patient number `index`: always the same one. */
export function patientOf(population: Population, index: number): Patient {
  const random = createRandom(population.seed, 'patient', index);
  const home = homeOf(population, index);
  return {
    firstName: `Pat${index + 1}`,
    lastName: `Sample${random.below(5_000)}`,
    isActive: random.chance(0.95),
    addresses: [addressesOf(random, home), addressesOf(random, home)],
  };
}

/** Where the patient lives. Asked for at every visit, so it is drawn apart from the rest. */
export function homeOf({ seed }: Population, index: number): Place {
  const random = createRandom(seed, 'home', index);
  return {
    latitude: random.normal(CENTRE.latitude, 0.12),
    longitude: random.normal(CENTRE.longitude, 0.15),
  };
}

function addressesOf(random: Random, home: Place): Address[] {
  const count = random.below(4);
  const newestDays = 1 + random.below(300);
  return Array.from({ length: count }, (_, index) => ({
    type: random.pick(ADDRESS_TYPES),
    isPrimary: random.chance(0.85),
    place: random.chance(0.05) ? undefined : near(random, home, 0.01),
    ageDays: newestDays + index * (1 + random.below(90)) + index,
    street: `${1 + random.below(999)} Sample Street`,
    zip: String(10_001 + random.below(280)),
  }));
}

/** A place about `deviation` degrees away. */
export function near(random: Random, place: Place, deviation: number): Place {
  return {
    latitude: random.normal(place.latitude, deviation),
    longitude: random.normal(place.longitude, deviation),
  };
}
