import { hash } from 'node:crypto';
import type { AwardCells } from './award-cells.ts';

const SEPARATOR = '\u001f';

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
  const trimmed = values.map((value) => value.trim());
  const isTrimmed = trimmed.every((value, index) => value.length === values[index]?.length);
  const digest = hash('sha256', trimmed.join(SEPARATOR));
  const exact = isTrimmed ? digest : hash('sha256', values.join(SEPARATOR));
  return { row_hash: digest.slice(0, 16), exactHash: exact.slice(0, 12) };
}
