// TASK_03 as plainly as it can be said, without SQL: conflict-report.md 6.3–6.7 with the differences
// of 7.1. Only what a generated data set can hold is covered.
import type { SampleTable } from '@pipelines/sample-data';

type Row = Readonly<Record<string, string | null>>;
type Place = readonly [latitude: number, longitude: number];
/** Minutes from the epoch; undefined unless both are known. */
type Span = readonly [start: number, end: number] | undefined;

interface Day {
  readonly from: string;
  readonly today: string;
  readonly to: string;
}

interface Candidate {
  readonly id: string;
  readonly key: string;
  readonly provider: string | null | undefined;
  readonly isPast: boolean;
  readonly scheduled: Span;
  readonly performed: Span;
  readonly row: Row;
  readonly address: Row | undefined;
}

const MULTIPLIER = 1.2;

/** Every ordered pair of visits that conflicts, as `visit → other visit`, in order. */
export function qualifyingPairs(tables: readonly SampleTable[], day: Day): readonly string[] {
  const speeds = rowsOf(tables, 'mph');
  const byKey = Map.groupBy(candidates(tables, day), ({ key }) => key);
  const pairs = [...byKey.values()].flatMap((visits) =>
    visits.flatMap((one) =>
      visits
        .filter((two) => two.provider !== one.provider && isConflict(one, two, speeds))
        .map((two) => `${one.id} → ${two.id}`),
    ),
  );
  return pairs.toSorted();
}

/** Rows of a table of the set, by column name. */
export function rowsOf(tables: readonly SampleTable[], name: string): readonly Row[] {
  const table = tables.find((candidate) => candidate.table === name);
  if (!table) throw new Error(`no table ${name}`);
  return [...table.rows()].map((row) =>
    Object.fromEntries(table.columns.map((column, index) => [column, row[index] ?? null])),
  );
}

function candidates(tables: readonly SampleTable[], { from, today, to }: Day): Candidate[] {
  const index = (name: string, id: string): ReadonlyMap<string | null | undefined, Row> =>
    new Map(rowsOf(tables, name).map((row) => [row[id], row]));
  const caregivers = index('dimcaregiver', 'Caregiver Id');
  const providers = index('dimprovider', 'Provider Id');
  const patients = index('dimpatient', 'Patient Id');
  const excludedAgencies = index('excluded_agency', 'ProviderID');
  const excludedSsns = new Set(rowsOf(tables, 'excluded_ssn').map((row) => row['SSN']?.trim()));
  const addresses = rowsOf(tables, 'dimpatientaddress')
    .filter((row) => row['Primary Address'] === 't' && row['Address Type']?.includes('GPS'))
    .toSorted((a, b) => (createdOf(a) < createdOf(b) ? -1 : 1));
  const addressOf = new Map(addresses.map((row) => [row['Patient Id'], row]));

  return rowsOf(tables, 'factvisitcallperformance_cr').flatMap((row) => {
    const date = row['Visit Date'] ?? '';
    const provider = providers.get(row['Provider Id']);
    const ssn = caregivers.get(row['Caregiver Id'])?.['SSN']?.trim() ?? '';
    const isUsable =
      date >= from &&
      date <= to &&
      row['Is Missed'] === 'f' &&
      provider?.['Is Active'] === 't' &&
      provider['Is Demo'] === 'f' &&
      !excludedAgencies.has(row['Provider Id']) &&
      ssn !== '' &&
      !excludedSsns.has(ssn) &&
      (row['Visit Start Time'] === null) === (row['Visit End Time'] === null);
    if (!isUsable) return [];
    const patient = row['Provider Patient Id'];
    return {
      id: row['Visit Id'] ?? '',
      key: `${ssn} ${date}`,
      provider: row['Provider Id'],
      isPast: date < today,
      scheduled: spanOf(row, 'Scheduled'),
      performed: spanOf(row, 'Visit'),
      row,
      address: patients.has(patient) ? addressOf.get(patient) : undefined,
    };
  });
}

function createdOf(address: Row): string {
  return address['Application Created UTC Timestamp'] ?? '9';
}

function spanOf(row: Row, kind: string): Span {
  const [start, end] = ['Start', 'End'].map((edge) => row[`${kind} ${edge} Time`]);
  return start && end ? [minuteOf(start), minuteOf(end)] : undefined;
}

function minuteOf(text: string): number {
  return Date.parse(`${text.replace('+00', '').replace(' ', 'T')}Z`) / 60_000;
}

function isConflict(one: Candidate, two: Candidate, speeds: readonly Row[]): boolean {
  if (!one.performed && !two.performed) {
    return !one.isPast && isOverlap(one.scheduled, two.scheduled);
  }
  const meet = isOverlap(one.performed ?? one.scheduled, two.performed ?? two.scheduled);
  return meet || isTooFar(one, two, speeds);
}

/** The same span counts; one that only touches does not. */
function isOverlap(one: Span, two: Span): boolean {
  if (!one || !two) return false;
  const isSame = one[0] === two[0] && one[1] === two[1];
  return isSame || (one[0] < two[1] && one[1] > two[0]);
}

function isTooFar(one: Candidate, two: Candidate, speeds: readonly Row[]): boolean {
  const from = placeOf(one, ['Call Out', 'Call In']);
  const to = placeOf(two, ['Call In', 'Call Out']);
  if (!one.performed || !two.performed || !from || !to) return false;
  const zips = [one, two].map(({ address }) => address?.['Zip Code'] ?? undefined);
  if (zips[0] !== undefined && zips[0] === zips[1]) return false;
  const miles = Math.round(greatCircleMiles(from, to) * MULTIPLIER * 100) / 100;
  const band = speeds.find((row) => Number(row['From']) <= miles && miles <= Number(row['To']));
  const speed = Number(band?.['AverageMilesPerHour'] ?? 0);
  if (speed === 0) return false;
  const travelMinutes = Math.round((miles / speed) * 60 * 100) / 100;
  const gaps = [two.performed[0] - one.performed[1], one.performed[0] - two.performed[1]];
  return gaps.some((gap) => gap > 0 && travelMinutes > gap);
}

function placeOf({ row, address }: Candidate, calls: readonly string[]): Place | undefined {
  const call = calls
    .map((name) => row[`${name} GPS Coordinates`])
    .find((text) => text && text !== ',');
  if (call) {
    const [latitude = 0, longitude = 0] = call.replaceAll('"', '').split(',').map(Number);
    return [latitude, longitude];
  }
  const [latitude, longitude] = [address?.['Latitude'], address?.['Longitude']];
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
