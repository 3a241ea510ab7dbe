import type { Caregiver } from './caregivers.ts';
import { homeOf, near, type Place } from './patients.ts';
import type { Population } from './population.ts';
import type { Random } from './random.ts';

/** Minutes after midnight UTC of the visit's day. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What was recorded of a visit: nothing, a beginning, or all of it. */
export type Course =
  | { readonly state: 'unstarted' }
  | { readonly state: 'started'; readonly start: number }
  | { readonly state: 'done'; readonly actual: Span };

/** One visit, as the source knows it. Numbers refer to records of the same data set. */
export interface Visit {
  readonly index: number;
  readonly caregiver: Caregiver;
  readonly day: number;
  readonly scheduled: Span;
  readonly course: Course;
  readonly patient: number;
  readonly office: number;
  readonly payer: number;
  readonly hasApplicationPayer: boolean;
  readonly contract: number;
  readonly hasApplicationContract: boolean;
  readonly serviceCode: number | undefined;
  readonly user: number;
  readonly isMissed: boolean;
  readonly billed: 'yes' | 'no' | undefined;
  /** In cents per hour. */
  readonly rateCents: number;
  /** As the telephone sent it: `40.71,-73.95`, in quotes, a bare comma, or nothing. */
  readonly callIn: string | undefined;
  readonly callOut: string | undefined;
}

/** How many there are of each, in every size of data set. */
export const SHARED_RECORDS = {
  office: 6,
  payer: 8,
  contract: 10,
  serviceCode: 5,
  user: 20,
} as const;

/** A kind of record that all sizes of data set share. */
export type SharedKind = keyof typeof SHARED_RECORDS;

/** Minutes from the day's base. The late ones stand twice: they leave a gap for the way between. */
const START_OFFSETS = [-60, -30, 15, 30, 60, 120, 240, 240, 255, 255, 270, 270] as const;
const LENGTHS = [120, 180, 240] as const;

/** Draw one visit of a day whose visits gather around `baseMinutes`. */
export function scheduleVisit(
  random: Random,
  population: Population,
  place: {
    readonly index: number;
    readonly caregiver: Caregiver;
    readonly day: number;
    readonly baseMinutes: number;
  },
): Visit {
  const { index, caregiver, day, baseMinutes } = place;
  const scheduled = scheduleOf(random, baseMinutes);
  const course = day < population.today ? courseOf(random, scheduled) : UNSTARTED;
  const patient = random.below(population.patients);
  const home = homeOf(population, patient);
  return {
    ...{ index, caregiver, day, scheduled, course, patient },
    office: random.below(SHARED_RECORDS.office),
    payer: random.below(SHARED_RECORDS.payer),
    hasApplicationPayer: !random.chance(0.2),
    contract: random.below(SHARED_RECORDS.contract),
    hasApplicationContract: !random.chance(0.2),
    serviceCode: random.chance(0.05) ? undefined : random.below(SHARED_RECORDS.serviceCode),
    // The last one has left: no record of that user exists any more.
    user: random.below(SHARED_RECORDS.user + 1),
    isMissed: random.chance(0.05),
    billed: random.pick(['yes', 'no', 'no', undefined] as const),
    rateCents: 1_800 + 50 * random.below(25),
    callIn: course.state === 'unstarted' ? undefined : callCoordinates(random, home),
    callOut: course.state === 'done' ? callCoordinates(random, home) : undefined,
  };
}

const UNSTARTED: Course = { state: 'unstarted' };

function scheduleOf(random: Random, baseMinutes: number): Span {
  // Many of a day's visits have one and the same schedule: what exact equality needs.
  if (random.chance(0.3)) return { start: baseMinutes, end: baseMinutes + 240 };
  const start = baseMinutes + (random.chance(0.35) ? 0 : random.pick(START_OFFSETS));
  const length = random.chance(0.02) ? 1 : random.pick(LENGTHS);
  return { start, end: start + length };
}

/** What became of a visit in the past. */
function courseOf(random: Random, scheduled: Span): Course {
  if (!random.chance(0.75)) {
    return random.chance(0.06) ? { state: 'started', start: scheduled.start } : UNSTARTED;
  }
  if (random.chance(0.55)) return { state: 'done', actual: scheduled };
  const start = scheduled.start + random.pick([-5, 0, 0, 3, 10]);
  const length = scheduled.end - scheduled.start + random.pick([-15, -5, 0, 0, 7]);
  return { state: 'done', actual: { start, end: start + Math.max(1, length) } };
}

function callCoordinates(random: Random, home: Place): string | undefined {
  const spot = near(random, home, 0.002);
  const kind = random.next();
  if (kind < 0.06) return undefined;
  if (kind < 0.1) return ',';
  const text = `${spot.latitude.toFixed(6)},${spot.longitude.toFixed(6)}`;
  return kind < 0.15 ? `"${text}"` : text;
}
