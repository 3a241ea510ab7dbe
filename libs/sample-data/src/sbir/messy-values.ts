import type { Random } from '../random.ts';
import { oldStates } from './places.ts';

/**
 * The same DUNS number as the source writes it: mostly plain, else without its leading zeros,
 * hyphenated, as a float, or "N/A". sbir-refresh.md 3.4 (6).
 */
export function messyDuns(random: Random, duns: string): string {
  if (duns === '') return random.chance(0.1) ? 'N/A' : '';
  if (random.chance(0.93)) return duns;
  if (duns.startsWith('0')) return duns.replace(/^0{1,2}/, '');
  return random.chance(0.5)
    ? `${duns}.0`
    : `${duns.slice(0, 2)}-${duns.slice(2, 5)}-${duns.slice(5)}`;
}

/** A ZIP code: five digits, nine with or without a hyphen, without its leading zero, or a dash. */
export function messyZip(random: Random, zip: string): string {
  if (random.chance(0.8)) return zip;
  if (random.chance(0.05)) return '-';
  if (zip.startsWith('0') && random.chance(0.5)) return zip.slice(1);
  const more = String(1_000 + random.below(9_000));
  return random.chance(0.5) ? `${zip}-${more}` : `${zip}${more}`;
}

/** A state: its full name, rarely an old abbreviation. */
export function messyState(random: Random, state: string): string {
  return random.chance(0.02) ? (oldStates[state] ?? state.toUpperCase()) : state;
}

/** A number of employees: `25`, `25.0`, `1,234`, `approx 500`, or nothing. */
export function messyCount(random: Random, count: number): string {
  if (random.chance(0.9)) return String(count);
  return random.pick([`${count}.0`, `approx ${count}`, '', `1,${100 + (count % 900)}`]);
}

/** A yes or no: `Y`, `N`, sometimes `U` (not known), lower case, or nothing. */
export function messyFlag(random: Random, isSo: boolean): string {
  const letter = isSo ? 'Y' : 'N';
  return random.chance(0.92) ? letter : random.pick(['U', 'U', letter.toLowerCase(), '']);
}

/** A company's name: mostly as registered, else in capitals, with a trailing space, without its full stop. */
export function messyName(random: Random, name: string): string {
  if (random.chance(0.92)) return name;
  return random.pick([
    name.toUpperCase(),
    `${name} `,
    name.replace(/\.$/, ''),
    name.replace(' ', ', '),
  ]);
}

/** A date: ISO, rarely as Americans write it. */
export function messyDate(random: Random, iso: string): string {
  if (!random.chance(0.01) || iso === '') return iso;
  const [year, month, day] = iso.split('-');
  return `${month}/${day}/${year}`;
}
