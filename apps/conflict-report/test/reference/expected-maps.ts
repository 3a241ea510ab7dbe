import { formatDecimal, roundDecimal, type Decimal } from './decimal.ts';
import { visitDescriber } from './describe-visit.ts';
import { judge, type Judgement } from './rules.ts';
import { cell, type Row, type Tables } from './tables.ts';
import {
  dateWindow,
  isInWindow,
  listVisits,
  type DateWindow,
  type Place,
  type Visit,
} from './visits.ts';

/** In the order of the rules: conflict-report.md 6.7. */
export const RULE_FLAGS = [
  'SameSchTimeFlag',
  'SameVisitTimeFlag',
  'SchAndVisitTimeSameFlag',
  'SchOverAnotherSchTimeFlag',
  'VisitTimeOverAnotherVisitTimeFlag',
  'SchTimeOverVisitTimeFlag',
  'DistanceFlag',
] as const;

const EVENT_DATES = ['Inservice', 'PTO'].flatMap((event) =>
  ['', 'Con'].flatMap((side) => [`${side}${event}StartDate`, `${side}${event}EndDate`]),
);

/**
 * What conflict-report.md 6 says that TASK_02 must make of the pairs, worked out outside SQL.
 *
 * @param tables - as they are before the task
 * @param asOf - the run's moment, `2025-01-20T14:30:00Z`
 * @returns the pairs in the same order, every column
 */
export function expectedMaps(tables: Tables, asOf: string): readonly Row[] {
  const window = dateWindow(asOf);
  const visits = listVisits(tables, window);
  const describe = visitDescriber(tables);
  const updatedDate = asOf.replace('T', ' ').replace('Z', '');
  return tables.maps.map((map) => {
    const marked = isDue(map, window) ? { ...map, UpdateFlag: '1' } : map;
    const a = visits.get(cell(map, 'VisitID') ?? '');
    const b = visits.get(cell(map, 'ConVisitID') ?? '');
    const judgement = a && b && judge(a, b, tables);
    if (!a || !b || !judgement?.rules.includes(true) || !isTarget(marked)) return marked;
    return {
      ...marked,
      ...describe(a),
      ...addCon(describe(b)),
      ...describePlaces(a, b),
      SSN: a.ssn,
      VisitDate: a.date,
      ...describeNumbers(judgement),
      ...stickyFlags(map, judgement),
      StatusFlag: nextStatus(cell(map, 'StatusFlag')),
      UpdateFlag: null,
      UpdatedDate: updatedDate,
      ResolveDate: null,
    };
  });
}

/** Step 1: by the date that the pair was stored with. */
function isDue(map: Row, window: DateWindow): boolean {
  return cell(map, 'CONFLICTID') !== null && isInWindow(cell(map, 'VisitDate'), window);
}

/** Step 2, and the view's filter: decision Q4. */
function isTarget(map: Row): boolean {
  return (
    cell(map, 'CONFLICTID') !== null &&
    Number(cell(map, 'UpdateFlag')) === 1 &&
    EVENT_DATES.every((column) => cell(map, column) === null)
  );
}

function addCon(values: Readonly<Record<string, string | null>>): Row {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`Con${name}`, value]));
}

function describePlaces({ place }: Visit, { conPlace }: Visit): Row {
  return {
    PLatitude: degrees(place, 0),
    PLongitude: degrees(place, 1),
    ConPLatitude: degrees(conPlace, 0),
    ConPLongitude: degrees(conPlace, 1),
  };
}

/** PostgreSQL turns to exponents sooner than JavaScript does, and keeps the sign of zero. */
function degrees(place: Place | undefined, part: 0 | 1): string | null {
  if (!place) return null;
  const value = place[part];
  if (Object.is(value, -0)) return '-0';
  if (value === 0 || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}

function describeNumbers({ minutes, miles, milesPerHour, travelMinutes }: Judgement): Row {
  const stored = (value: Decimal | undefined, scale: number): string | null =>
    value ? formatDecimal(roundDecimal(value, scale)) : null;
  return {
    MinuteDiffBetweenSch: stored(minutes, 0),
    DistanceMilesFromLatLng: stored(miles, 2),
    AverageMilesPerHour: stored(milesPerHour, 2),
    ETATravleMinutes: stored(travelMinutes, 0),
  };
}

/** Y stays (decision Q18), and so does any other letter; a missing flag counts as N (Q12). */
function stickyFlags(map: Row, { rules }: Judgement): Row {
  return Object.fromEntries(
    RULE_FLAGS.map((flag, index) => {
      const stored = cell(map, flag);
      return [flag, stored === null || stored === 'N' ? (rules[index] ? 'Y' : 'N') : stored];
    }),
  );
}

function nextStatus(status: string | null): string | null {
  return status === null || status === 'W' || status === 'I' ? status : 'U';
}
