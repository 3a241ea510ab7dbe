import { createFingerprintSet } from './fingerprint-set.ts';

/** How the rows of a file fall into awards; the three add up to the rows counted. */
export interface EditionCounts {
  readonly distinct_award_keys: number;
  /** Rows of a key that was there before, with other values. */
  readonly editions_collapsed: number;
  /** Rows that equal an earlier row of their key in all 42 values. */
  readonly exact_duplicate_rows: number;
}

/**
 * Count editions and duplicates while rows pass by; about 50 bytes are kept per award.
 *
 * @returns `add` one row; `counts` at any time. Source: sbir-contracts.md section 4.
 */
export function createEditionCounter(): {
  add(awardKey: string, exactHash: string): void;
  counts(): EditionCounts;
} {
  const keys = createFingerprintSet();
  const rows = createFingerprintSet();
  let editions = 0;
  let duplicates = 0;
  return {
    add(awardKey, exactHash) {
      const isNewKey = keys.add(awardKey);
      const isNewRow = rows.add(awardKey + exactHash);
      if (isNewKey) return;
      if (isNewRow) editions++;
      else duplicates++;
    },
    counts: () => ({
      distinct_award_keys: keys.size,
      editions_collapsed: editions,
      exact_duplicate_rows: duplicates,
    }),
  };
}
