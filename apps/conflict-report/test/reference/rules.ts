import {
  compareDecimals,
  type Decimal,
  divideDecimals,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
} from './decimal.ts';
import { cell, type Row, type Tables } from './tables.ts';
import type { Place, Visit } from './visits.ts';

/** What conflict-report.md 6.6 and 6.7 say of two visits. */
export interface Judgement {
  readonly minutes: Decimal;
  readonly miles: Decimal | undefined;
  readonly milesPerHour: Decimal | undefined;
  readonly travelMinutes: Decimal | undefined;
  /** Rules 1 to 7, in order. */
  readonly rules: readonly boolean[];
}

/** From start to end in microseconds since 1970; undefined for a missing time. */
type Span = readonly [start: number | undefined, end: number | undefined];

const MICROS_PER_MINUTE = 60_000_000;
const EARTH_RADIUS_METRES = 6_371_000;
const METRES_PER_MILE = 1_609.34;
const none: Decimal = { units: 0n, scale: 0 };

/** Judge two visits; undefined for two that cannot be a pair: 6.5. */
export function judge(a: Visit, b: Visit, tables: Tables): Judgement | undefined {
  const isPair =
    a.date === b.date &&
    a.ssn === b.ssn &&
    cell(a.fact, 'Visit Id') !== cell(b.fact, 'Visit Id') &&
    cell(a.fact, 'Provider Id') !== cell(b.fact, 'Provider Id');
  if (!isPair) return undefined;
  const [s1, s2, v1, v2] = [scheduled(a), scheduled(b), performed(a), performed(b)];
  const areUnstarted = isUnstarted(v1) && isUnstarted(v2);
  const areDone = isDone(v1) && isDone(v2);
  const mixed: readonly [Span, Span] | undefined =
    isUnstarted(v1) && isDone(v2) ? [s1, v2] : isDone(v1) && isUnstarted(v2) ? [s2, v1] : undefined;

  const gaps = [gap(v1, v2), gap(v2, v1)].filter((micros) => micros > 0);
  const miles = milesBetween(a.place, b.conPlace, tables);
  const milesPerHour = miles && speed(miles, tables);
  const travelMinutes = miles && milesPerHour && travelTime(miles, milesPerHour);
  const isTooFar = gaps.some((micros) => travelMinutes && takesLonger(travelMinutes, micros));
  return {
    minutes: gaps.length === 0 ? none : toMinutes(Math.min(...gaps)),
    miles,
    milesPerHour,
    travelMinutes,
    rules: [
      areUnstarted && isSame(s1, s2),
      areDone && isSame(v1, v2),
      mixed !== undefined && isSame(...mixed),
      areUnstarted && isOver(s1, s2),
      areDone && isOver(v1, v2),
      mixed !== undefined && isOver(...mixed),
      areDone && isTooFar,
    ],
  };
}

function scheduled({ fact }: Visit): Span {
  return [micros(fact, 'Scheduled Start Time'), micros(fact, 'Scheduled End Time')];
}

function performed({ fact }: Visit): Span {
  return [micros(fact, 'Visit Start Time'), micros(fact, 'Visit End Time')];
}

const isUnstarted = ([start, end]: Span): boolean => start === undefined && end === undefined;
const isDone = ([start, end]: Span): boolean => start !== undefined && end !== undefined;

function isSame([start, end]: Span, [otherStart, otherEnd]: Span): boolean {
  if (start === undefined || end === undefined) return false;
  return start === otherStart && end === otherEnd;
}

/** Touching is no overlap, and a comparison with undefined is false. */
function isOver(x: Span, y: Span): boolean {
  const [[start = NaN, end = NaN], [otherStart = NaN, otherEnd = NaN]] = [x, y];
  return start < otherEnd && end > otherStart && !isSame(x, y);
}

/** Microseconds from the end of one to the start of the other; NaN when a time is missing. */
function gap([, end = NaN]: Span, [start = NaN]: Span): number {
  return start - end;
}

function micros(fact: Row, column: string): number | undefined {
  const text = cell(fact, column);
  if (text === null) return undefined;
  const [, seconds = '', fraction = ''] = /^([^.+]*)\.?(\d*)(?:\+00)?$/.exec(text) ?? [];
  return Date.parse(`${seconds.replace(' ', 'T')}Z`) * 1_000 + Number(fraction.padEnd(6, '0'));
}

function toMinutes(micros: number): Decimal {
  return divideDecimals({ units: BigInt(micros), scale: 6 }, { units: 60n, scale: 0 });
}

function takesLonger(minutes: Decimal, micros: number): boolean {
  const travelMicros = multiplyDecimals(minutes, { units: BigInt(MICROS_PER_MINUTE), scale: 0 });
  return compareDecimals(travelMicros, { units: BigInt(micros), scale: 0 }) > 0;
}

function milesBetween(
  from: Place | undefined,
  to: Place | undefined,
  tables: Tables,
): Decimal | undefined {
  const [settings] = tables.settings;
  if (!from || !to || !settings) return undefined;
  const [lat1, lon1] = [radians(from[0]), radians(from[1])];
  const [lat2, lon2] = [radians(to[0]), radians(to[1])];
  const a =
    Math.sin((lat2 - lat1) / 2) ** 2 +
    Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  const metres = 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(a)));
  const miles = (metres / METRES_PER_MILE) * Number(cell(settings, 'ExtraDistancePer'));
  return roundDecimal(parseDecimal(miles.toPrecision(15)), 2);
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Of the bands that hold a distance, the one with the lowest From, To and ID: decision Q7. */
function speed(miles: Decimal, { bands }: Tables): Decimal | undefined {
  const number = (band: Row, column: string): Decimal => parseDecimal(cell(band, column) ?? '0');
  const [band] = bands
    .filter((row) => compareDecimals(number(row, 'From'), miles) <= 0)
    .filter((row) => compareDecimals(miles, number(row, 'To')) <= 0)
    .sort(
      (x, y) =>
        compareDecimals(number(x, 'From'), number(y, 'From')) ||
        compareDecimals(number(x, 'To'), number(y, 'To')) ||
        compareDecimals(number(x, 'ID'), number(y, 'ID')),
    );
  const text = band && cell(band, 'AverageMilesPerHour');
  return text ? parseDecimal(text) : undefined;
}

function travelTime(miles: Decimal, milesPerHour: Decimal): Decimal | undefined {
  if (milesPerHour.units === 0n) return undefined;
  const hours = divideDecimals(miles, milesPerHour);
  return roundDecimal(multiplyDecimals(hours, { units: 60n, scale: 0 }), 2);
}
