import { hash } from 'node:crypto';
import type { AwardCells } from './award-cells.ts';
import { isoDate } from './normalize-date.ts';
import { textOf } from './null-text.ts';

/** Name of the rules below; stands in the run manifest. A change of rules is a new name. */
export const awardKeyProfile = 'sbir-source-v2';

/** White space as Python's `str.isspace` has it: with U+0085 and U+001C–U+001F, without U+FEFF. */
const SPACES =
  // eslint-disable-next-line no-control-regex -- the separators are part of the class
  /[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
/** Nothing to trim and nothing to collapse: true of nearly every cell. */
const PLAIN = /^(?:[!-~]+ )*[!-~]+$/;
const LONGEST_BLANK = 4;
const BLANK = /^(?:nan|nat|none|<na>)$/i;
const YEAR_FIRST = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?!\d)/;
const MONTH_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/;

/**
 * The identity of an award: 24 hex digits, from the cells as they stand in the file.
 *
 * Two rows with one key are editions of one award. Not from normalised values: a better normaliser
 * would rename every award. Source: sbir-refresh.md 3.8, golden values in its appendix B.
 */
export function awardKey(cells: AwardCells): string {
  const part = (column: Parameters<AwardCells['raw']>[0]): string => cleanPart(cells.raw(column));
  const parts = [
    'SBIR',
    part('UEI') || part('Duns') || part('Company'),
    part('Agency Tracking Number'),
    part('Contract'),
    part('Agency'),
    part('Branch'),
    part('Phase'),
    part('Program'),
    canonicalDate(part('Proposal Award Date')),
    part('Solicitation Number'),
  ];
  return hash('sha256', parts.join('|')).slice(0, 24);
}

/**
 * The display id of an award: `{tracking number}_{contract}`, or the one that is there, or `sbir-`
 * and 20 digits of the key. Not unique: see {@link awardKey}.
 */
export function awardId(cells: AwardCells, key: string): string {
  const ids = [textOf(cells.raw('Agency Tracking Number')), textOf(cells.raw('Contract'))];
  return ids.filter((id) => id !== null).join('_') || `sbir-${key.slice(0, 20)}`;
}

function cleanPart(cell: string): string {
  if (cell === '') return '';
  const text = PLAIN.test(cell) ? cell : cell.replaceAll(SPACES, ' ').replaceAll(/^ | $/g, '');
  return text.length <= LONGEST_BLANK && BLANK.test(text) ? '' : text.toUpperCase();
}

function canonicalDate(text: string): string {
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) return isoDate(year, month, day) ?? text;
  const [, monthFirst, dayNext, lastYear] = MONTH_FIRST.exec(text) ?? [];
  return lastYear === undefined ? text : (isoDate(lastYear, monthFirst, dayNext) ?? text);
}
