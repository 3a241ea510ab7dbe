// The rules of conflict-report.md 6.3–6.8, as plainly as they can be said: what TASK_02 would
// update in a generated data set. Only what such a data set can hold is covered.
import type { SampleTable } from '../src/sample-table.ts';
import { rowsById, rowsOf, type TableRow } from './table-rows.ts';

/** One map row that TASK_02 would update, and the rules that hold for it. */
export interface FoundConflict {
  readonly map: TableRow;
  readonly rules: readonly number[];
}

const MULTIPLIER = 1.2;

/** All map rows that TASK_02 would update at `today` ('2025-01-20'). */
export function findConflicts(
  tables: readonly SampleTable[],
  window: { readonly from: string; readonly to: string },
): FoundConflict[] {
  const visits = visitSet(tables, window);
  const speeds = [...rowsOf(tables, 'mph')];
  const found: FoundConflict[] = [];
  for (const map of rowsOf(tables, 'conflictvisitmaps')) {
    if (!isDue(map, window)) continue;
    const primary = visits.get(map['VisitID'] ?? '');
    const other = visits.get(map['ConVisitID'] ?? '');
    if (!primary || !other || !isPair(primary, other)) continue;
    const rules = rulesOf(primary, other, speeds);
    if (rules.length > 0) found.push({ map, rules });
  }
  return found;
}

interface VisitFacts {
  readonly row: TableRow;
  readonly ssn: string;
  readonly tables: GpsAddresses;
}

type GpsAddresses = Map<string, TableRow>;

function visitSet(
  tables: readonly SampleTable[],
  { from, to }: { readonly from: string; readonly to: string },
): Map<string, VisitFacts> {
  const caregivers = rowsById(tables, 'dimcaregiver', 'Caregiver Id');
  const providers = rowsById(tables, 'dimprovider', 'Provider Id');
  const excludedAgencies = rowsById(tables, 'excluded_agency', 'ProviderID');
  const excludedSsns = rowsById(tables, 'excluded_ssn', 'SSN');
  const addresses = gpsAddresses(tables);
  const visits = new Map<string, VisitFacts>();
  for (const row of rowsOf(tables, 'factvisitcallperformance_cr')) {
    const date = row['Visit Date'] ?? '';
    const providerId = row['Provider Id'] ?? '';
    const provider = providers.get(providerId);
    const ssn = caregivers.get(row['Caregiver Id'] ?? '')?.['SSN']?.trim() ?? '';
    const isKept =
      date >= from &&
      date <= to &&
      provider?.['Is Active'] === 't' &&
      provider['Is Demo'] === 'f' &&
      !excludedAgencies.has(providerId) &&
      ssn !== '' &&
      !excludedSsns.has(ssn);
    if (isKept) visits.set(row['Visit Id'] ?? '', { row, ssn, tables: addresses });
  }
  return visits;
}

/** Per patient the newest primary GPS address. */
function gpsAddresses(tables: readonly SampleTable[]): GpsAddresses {
  const newest: GpsAddresses = new Map();
  for (const row of rowsOf(tables, 'dimpatientaddress')) {
    if (row['Primary Address'] !== 't' || !row['Address Type']?.includes('GPS')) continue;
    const patient = row['Patient Id'] ?? '';
    const created = row['Application Created UTC Timestamp'] ?? '';
    const known = newest.get(patient)?.['Application Created UTC Timestamp'] ?? '';
    if (created > known) newest.set(patient, row);
  }
  return newest;
}

function isDue(
  map: TableRow,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  const isAbsent = Object.entries(map).some(
    ([name, value]) => /^(Con)?(Inservice|PTO)(Start|End)Date$/.test(name) && value !== null,
  );
  const date = map['VisitDate'] ?? '';
  const isMarked = map['UpdateFlag'] === '1' || (date >= from && date <= to);
  return map['CONFLICTID'] !== null && isMarked && !isAbsent;
}

function isPair(one: VisitFacts, two: VisitFacts): boolean {
  return (
    one.ssn === two.ssn &&
    one.row['Visit Date'] === two.row['Visit Date'] &&
    one.row['Provider Id'] !== two.row['Provider Id']
  );
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function rulesOf(one: VisitFacts, two: VisitFacts, speeds: readonly TableRow[]): number[] {
  const [scheduled1, scheduled2] = [one, two].map((visit) => spanOf(visit, 'Scheduled'));
  const [actual1, actual2] = [one, two].map((visit) => spanOf(visit, 'Visit'));
  const [unstarted1, unstarted2] = [one, two].map(
    (visit) => visit.row['Visit Start Time'] === null,
  );
  if (unstarted1 && unstarted2) return overlap(scheduled1, scheduled2, [1, 4]);
  if (unstarted1 && actual2) return overlap(scheduled1, actual2, [3, 6]);
  if (actual1 && unstarted2) return overlap(actual1, scheduled2, [3, 6]);
  if (!actual1 || !actual2) return [];
  const timeRules = overlap(actual1, actual2, [2, 5]);
  return isTooFar({ one, two, actual1, actual2 }, speeds) ? [...timeRules, 7] : timeRules;
}

function spanOf({ row }: VisitFacts, kind: 'Scheduled' | 'Visit'): Span | undefined {
  const [start, end] = [row[`${kind} Start Time`], row[`${kind} End Time`]];
  if (start === null || end === null) return undefined;
  return { start: minutes(start ?? ''), end: minutes(end ?? '') };
}

function minutes(text: string): number {
  return Date.parse(`${text.replace('+00', '').replace(' ', 'T')}Z`) / 60_000;
}

function overlap(
  one: Span | undefined,
  two: Span | undefined,
  [same, over]: readonly [number, number],
): number[] {
  if (!one || !two) return [];
  if (one.start === two.start && one.end === two.end) return [same];
  return one.start < two.end && one.end > two.start ? [over] : [];
}

function isTooFar(
  pair: { one: VisitFacts; two: VisitFacts; actual1: Span; actual2: Span },
  speeds: readonly TableRow[],
): boolean {
  const from = placeOf(pair.one, ['Call Out', 'Call In']);
  const to = placeOf(pair.two, ['Call In', 'Call Out']);
  if (!from || !to) return false;
  const miles = Math.round(greatCircleMiles(from, to) * MULTIPLIER * 100) / 100;
  const band = speeds.find((row) => Number(row['From']) <= miles && miles <= Number(row['To']));
  const speed = Number(band?.['AverageMilesPerHour'] ?? 0);
  if (speed === 0) return false;
  const travelMinutes = Math.round((miles / speed) * 60 * 100) / 100;
  const gaps = [pair.actual2.start - pair.actual1.end, pair.actual1.start - pair.actual2.end];
  return gaps.some((gap) => gap > 0 && travelMinutes > gap);
}

type Place = readonly [latitude: number, longitude: number];

function placeOf({ row, tables }: VisitFacts, calls: readonly string[]): Place | undefined {
  for (const call of calls) {
    const text = row[`${call} GPS Coordinates`];
    if (text === null || text === undefined || text === ',') continue;
    const [latitude, longitude] = text.replaceAll('"', '').split(',').map(Number);
    return [latitude ?? 0, longitude ?? 0];
  }
  const address = tables.get(row['Provider Patient Id'] ?? '');
  const latitude = address?.['Latitude'];
  const longitude = address?.['Longitude'];
  return latitude && longitude ? [Number(latitude), Number(longitude)] : undefined;
}

function greatCircleMiles([latitude1, longitude1]: Place, [latitude2, longitude2]: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const a =
    Math.sin(radians(latitude2 - latitude1) / 2) ** 2 +
    Math.cos(radians(latitude1)) *
      Math.cos(radians(latitude2)) *
      Math.sin(radians(longitude2 - longitude1) / 2) ** 2;
  return (6_371_000 * 2 * Math.asin(Math.sqrt(a))) / 1_609.34;
}
