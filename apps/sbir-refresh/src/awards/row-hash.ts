import { hash } from 'node:crypto';
import type { AwardCells } from './award-cells.ts';

const SEPARATOR = '\u001f';
const SPACE = 0x20;
const LAST_ASCII = 0x7f;

/** Two fingerprints of a row. */
export interface RowHashes {
  /** 16 hex digits of the 42 trimmed values: tells a changed award from an unchanged one. */
  readonly row_hash: string;
  /** 12 hex digits of the 42 values as they stand: tells an exact duplicate within one award key. */
  readonly exactHash: string;
}

/**
 * Hash a row, in the order of `awardColumns` whatever the order of the file.
 *
 * SHA-256 of the values joined by U+001F. Source: sbir-contracts.md section 4, award index.
 */
export function rowHashes(cells: AwardCells): RowHashes {
  const values = cells.all();
  const exact = hash('sha256', cells.joined());
  const isTrimmed = !values.some(mayNeedTrim);
  const digest = isTrimmed
    ? exact
    : hash('sha256', values.map((value) => value.trim()).join(SEPARATOR));
  return { row_hash: digest.slice(0, 16), exactHash: exact.slice(0, 12) };
}

/** Whether a value begins or ends with a space, or with something beyond ASCII that may be one. */
function mayNeedTrim(value: string): boolean {
  if (value === '') return false;
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(value.length - 1);
  return first <= SPACE || last <= SPACE || first > LAST_ASCII || last > LAST_ASCII;
}
