const OFFSET_DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[-+]\d\d:\d\d)$/i;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LARGEST_OFFSET_MS = 18 * HOUR_MS;

/**
 * Read a timestamp in ISO-8601 extended offset form, the only form that Step Functions takes.
 *
 * `2016-03-14T01:59:00Z`, `2016-03-14T01:59:00.123456+02:00`; seconds may be left out, the zone may
 * not. Digits behind the millisecond are cut off.
 *
 * @returns milliseconds since 1970-01-01T00:00:00Z; undefined when `text` is no such timestamp
 */
export function parseTimestamp(text: string): number | undefined {
  const match = OFFSET_DATE_TIME.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const offsetMs = parseOffset(zone);
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (!isTime || !isDate(date) || offsetMs === undefined) return undefined;
  const timeMs =
    Number(hour) * HOUR_MS +
    Number(minute) * MINUTE_MS +
    Number(second) * 1_000 +
    Number(fraction.padEnd(3, '0').slice(0, 3));
  return daysSinceEpoch(date) * DAY_MS + timeMs - offsetMs;
}

function parseOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  const offsetMs = hours * HOUR_MS + minutes * MINUTE_MS;
  if (minutes > 59 || offsetMs > LARGEST_OFFSET_MS) return undefined;
  return zone.startsWith('-') ? -offsetMs : offsetMs;
}

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function isDate({ year, month, day }: CivilDate): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

/** Proleptic Gregorian calendar, counted in years that begin in March, so leap days come last. */
function daysSinceEpoch({ year, month, day }: CivilDate): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
}

const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const DAYS_TO_EPOCH = 719_468;
