import { createRandom, type Random } from '../random.ts';
import { list } from './word-list.ts';
import { type Place, places } from './places.ts';

/** A made-up small business, always the same for a seed and a number. */
export interface Firm {
  readonly index: number;
  readonly name: string;
  /** Half of the firms have one: it replaced the DUNS number in 2022. */
  readonly uei: string;
  readonly duns: string;
  readonly place: Place;
  readonly zip: string;
  readonly street: string;
  readonly suite: string;
  readonly website: string;
  readonly employees: number;
  readonly isHubzone: boolean;
  readonly isWomanOwned: boolean;
  readonly isDisadvantaged: boolean;
}

const FIRST = list(
  'Acme; Blue Heron; Cirrus; Delta Ridge; Evergreen; Foxglove; Granite; Harbor; Ironwood; ' +
    'Juniper; Kestrel; Lumen; Meridian; Northstar; Obsidian; Pinnacle; Quasar; Redwood; ' +
    'Sequoia; Talon; Umbra; Vector; Willow Creek; Xenon; Zephyr; Aurora; Basalt; Cobalt; ' +
    'Drift; Ember; Falcon; Glacier; Helix; Indigo',
);
const SECOND = list(
  'Photonics; Biosciences; Robotics; Aerospace; Materials; Analytics; Sensors; ' +
    'Therapeutics; Dynamics; Energy; Acoustics; Optics; Imaging; Propulsion; Genomics; ' +
    'Instruments; Composites; Software; Diagnostics; Microsystems; Semiconductor; Labs',
);
const THIRD = [
  'Research',
  'Technologies',
  'Systems',
  'Solutions',
  'Group',
  'Engineering',
  '',
] as const;
const LEGAL = ['Inc.', 'LLC', 'Corporation', 'Inc', 'Corp.', 'Company', 'L.L.C.', 'Ltd.'] as const;
const STREETS = [
  'Innovation Drive',
  'Main Street',
  'Research Parkway',
  'Mill Road',
  'Airport Blvd',
] as const;
/** A UEI has neither the letter I nor O. */
const UEI_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ123456789';

/** Firm number `index` of a data set, drawn anew at each call. */
export function firmOf(seed: number, index: number): Firm {
  const random = createRandom(seed, 'firm', index);
  const stem = [random.pick(FIRST), random.pick(SECOND), random.pick(THIRD)].filter(Boolean);
  // A few thousand names are not enough: later firms carry their number.
  const name = [...stem, ...(index < 200 ? [] : [String(index)]), random.pick(LEGAL)].join(' ');
  const place = random.pick(places);
  return {
    index,
    name,
    uei: random.chance(0.5) ? ueiOf(random, index) : '',
    duns: random.chance(0.9)
      ? String(10_000_000 + ((index * 378_000_011) % 980_000_000)).padStart(9, '0')
      : '',
    place,
    zip: `${place.zip}${String(random.below(100)).padStart(2, '0')}`,
    street: `${1 + random.below(9_900)} ${random.pick(STREETS)}`,
    suite: random.chance(0.3) ? `Suite ${100 + random.below(400)}` : '',
    website: random.chance(0.7) ? `https://www.firm-${index}.example.com` : '',
    employees: 1 + Math.floor(random.next() ** 3 * 480),
    isHubzone: random.chance(0.04),
    isWomanOwned: random.chance(0.12),
    isDisadvantaged: random.chance(0.08),
  };
}

/** Twelve characters, of which the last five say which firm it is: no two are equal. */
function ueiOf(random: Random, index: number): string {
  let text = '';
  for (let place = 0; place < 7; place += 1) text += UEI_LETTERS[random.below(UEI_LETTERS.length)];
  let rest = index;
  for (let place = 0; place < 5; place += 1) {
    text += UEI_LETTERS[rest % UEI_LETTERS.length];
    rest = Math.floor(rest / UEI_LETTERS.length);
  }
  return text;
}
