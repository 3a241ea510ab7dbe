const TIME = String.raw`(?: ([01]\d|2[0-3]):[0-5]\d:[0-5]\d)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/])(\d{1,2})\2(\d{1,2})${TIME}$`);
const MONTH_FIRST = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4})$/;
const MONTH_NAMED = /^([A-Za-z]{3,9}) +(\d{1,2}), *(\d{4})$/;
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * A date as `YYYY-MM-DD`; null when the text has no known form or the day does not exist.
 *
 * Forms: `YYYY-MM-DD` and `YYYY/MM/DD`, both also with `HH:MM:SS`; `MM/DD/YYYY`; `MM-DD-YYYY`;
 * `June 15, 2018` and `Jun 15, 2018`. `DD/MM/YYYY` is left out: it cannot be told from the American
 * form. Source: sbir-refresh.md 3.6.
 */
export function normalizeDate(text: string | null): string | null {
  if (text === null) return null;
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) return isoDate(year, month, day);
  const [, first, , second, last] = MONTH_FIRST.exec(text) ?? [];
  if (last !== undefined) return isoDate(last, first, second);
  const [, name, dayOfMonth, lastYear] = MONTH_NAMED.exec(text) ?? [];
  if (name === undefined) return null;
  const isAbbreviated = name.length === 3;
  const at = MONTHS.findIndex(
    (full) => (isAbbreviated ? full.slice(0, 3) : full) === name.toLowerCase(),
  );
  return isoDate(lastYear, String(at + 1), dayOfMonth);
}

/**
 * `YYYY-MM-DD` of year, month and day in digits, or null when the calendar has no such day.
 *
 * @param year - four digits, not 0000; month and day may lack their leading zero
 */
export function isoDate(year = '', month = '', day = ''): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysOf(y, m)) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
