/** How the rows of a file fall into awards; the three add up to the rows counted. */
export interface EditionCounts {
  readonly distinct_award_keys: number;
  /** Rows of a key that was there before, with other values. */
  readonly editions_collapsed: number;
  /** Rows that equal an earlier row of their key in all 42 values. */
  readonly exact_duplicate_rows: number;
}

/**
 * Count editions and duplicates while rows pass by; about 150 bytes are kept per award.
 *
 * @returns `add` one row; `counts` at any time. Source: sbir-contracts.md section 4.
 */
export function createEditionCounter(): {
  add(awardKey: string, exactHash: string): void;
  counts(): EditionCounts;
} {
  // One text per key, `;` between the hashes of its rows: nearly every key has one row.
  const hashesByKey = new Map<string, string>();
  let editions = 0;
  let duplicates = 0;
  return {
    add(awardKey, exactHash) {
      const seen = hashesByKey.get(awardKey);
      if (seen === undefined) {
        hashesByKey.set(awardKey, exactHash);
      } else if (seen.split(';').includes(exactHash)) {
        duplicates++;
      } else {
        editions++;
        hashesByKey.set(awardKey, `${seen};${exactHash}`);
      }
    },
    counts: () => ({
      distinct_award_keys: hashesByKey.size,
      editions_collapsed: editions,
      exact_duplicate_rows: duplicates,
    }),
  };
}
