import { cell, find, indexBy, type Row, type Tables } from './tables.ts';

/** Latitude and longitude in degrees. */
export type Place = readonly [latitude: number, longitude: number];

/** A visit that can take part in a conflict. */
export interface Visit {
  readonly fact: Row;
  readonly caregiver: Row;
  readonly provider: Row;
  readonly ssn: string;
  readonly date: string;
  /** Where it is as the primary visit, and as the other one. */
  readonly place: Place | undefined;
  readonly conPlace: Place | undefined;
}

/** The dates from two years back to 45 days ahead, both included: conflict-report.md 5. */
export interface DateWindow {
  readonly from: string;
  readonly to: string;
}

export function dateWindow(asOf: string): DateWindow {
  const [from, to] = [new Date(asOf), new Date(asOf)];
  from.setUTCFullYear(from.getUTCFullYear() - 2);
  to.setUTCDate(to.getUTCDate() + 45);
  return { from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) };
}

export function isInWindow(date: string | null, { from, to }: DateWindow): boolean {
  return date !== null && from <= date && date <= to;
}

/** The visits of conflict-report.md 6.3, by id. */
export function listVisits(tables: Tables, window: DateWindow): ReadonlyMap<string, Visit> {
  const caregivers = indexBy(tables.caregivers, 'Caregiver Id');
  const providers = indexBy(tables.providers, 'Provider Id');
  const addressOf = gpsAddresses(tables);
  const agencies = new Set(tables.excludedAgencies.map((row) => cell(row, 'ProviderID')));
  const ssns = new Set(tables.excludedSsns.map((row) => trim(cell(row, 'SSN'))));
  const visits = new Map<string, Visit>();
  for (const fact of tables.visits) {
    const caregiver = find(caregivers, cell(fact, 'Caregiver Id'));
    const provider = find(providers, cell(fact, 'Provider Id'));
    const date = cell(fact, 'Visit Date');
    if (!caregiver || !provider || date === null || !isInWindow(date, window)) continue;
    const ssn = trim(cell(caregiver, 'SSN'));
    const isActive =
      cell(provider, 'Is Active') === 'true' && cell(provider, 'Is Demo') === 'false';
    if (!ssn || ssns.has(ssn) || !isActive || agencies.has(cell(fact, 'Provider Id'))) continue;
    const address = parsePlace(addressOf(cell(fact, 'Provider Patient Id')));
    const callOut = parseGps(cell(fact, 'Call Out GPS Coordinates'));
    const callIn = parseGps(cell(fact, 'Call In GPS Coordinates'));
    const place = callOut ?? callIn ?? address;
    const conPlace = callIn ?? callOut ?? address;
    const visit: Visit = { fact, caregiver, provider, ssn, date, place, conPlace };
    visits.set(cell(fact, 'Visit Id') ?? '', visit);
  }
  return visits;
}

/**
 * How to find the address that locates a patient: the latest primary GPS address; one without a
 * time counts as the latest, the greatest id among equally late ones. None for unknown patients.
 */
export function gpsAddresses(tables: Tables): (patientId: string | null) => Row | undefined {
  const patients = indexBy(tables.patients, 'Patient Id');
  const best = new Map<string, Row>();
  for (const address of tables.addresses) {
    if (cell(address, 'Primary Address') !== 'true') continue;
    if (!cell(address, 'Address Type')?.includes('GPS')) continue;
    const patientId = cell(address, 'Patient Id') ?? '';
    const other = best.get(patientId);
    if (!other || rank(address) > rank(other)) best.set(patientId, address);
  }
  return (patientId) => (find(patients, patientId) ? find(best, patientId) : undefined);
}

/** Sorts addresses by time, then by id: a space is less than any character of either. */
function rank(address: Row): string {
  const created = cell(address, 'Application Created UTC Timestamp') ?? '~';
  return `${created.replace('+00', '').padEnd(26)} ${cell(address, 'Patient Address Id')}`;
}

function parsePlace(address: Row | undefined): Place | undefined {
  if (!address) return undefined;
  const [latitude, longitude] = [cell(address, 'Latitude'), cell(address, 'Longitude')];
  return latitude === null || longitude === null
    ? undefined
    : onGlobe(Number(latitude), Number(longitude));
}

/** `latitude,longitude` with quotes, blanks and further parts allowed; else there is none. */
function parseGps(text: string | null): Place | undefined {
  const [latitude = '', longitude = ''] = (text ?? '').replaceAll('"', '').split(',');
  return isNumber(latitude) && isNumber(longitude)
    ? onGlobe(Number(latitude), Number(longitude))
    : undefined;
}

function isNumber(text: string): boolean {
  return /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?[ \t]*$/i.test(text);
}

function onGlobe(latitude: number, longitude: number): Place | undefined {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [latitude, longitude] : undefined;
}

/** PostgreSQL's trim: spaces, and nothing else. */
function trim(text: string | null): string {
  return (text ?? '').replace(/^ +| +$/g, '');
}
