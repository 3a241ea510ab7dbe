import { awardColumns, type AwardColumn } from '@pipelines/contracts';
import type { AwardCells } from './award-cells.ts';
import type { AwardIndexEntry } from './award-record.ts';
import { createFingerprintSet } from './fingerprint-set.ts';
import { isFilled } from './null-text.ts';

/**
 * Below these shares of rows with a value a report warns; nothing fails by them.
 * Source: sbir-refresh.md 3.7, base settings.
 */
export const completenessThresholds = {
  award_id: 1,
  company_name: 0.95,
  award_amount: 0.9,
  award_date: 0.95,
  program: 0.98,
} as const;

/** Below these shares of distinct values a report warns. Source: sbir-refresh.md 3.7. */
export const uniquenessThresholds = { award_id: 1, contract: 0.99 } as const;

const columnsOfFields = {
  company_name: 'Company',
  award_amount: 'Award Amount',
  award_date: 'Proposal Award Date',
  program: 'Program',
} as const satisfies Readonly<Record<string, AwardColumn>>;

/** How full and how distinct a file is. */
export interface Quality {
  /** Share of rows with a value, by field and then by column; 1 for an empty file. */
  readonly completeness: Readonly<Record<string, number>>;
  /** Distinct values among the rows that passed and have one; 1 when none has. */
  readonly uniqueness: Readonly<Record<'award_key' | 'award_id' | 'contract', number>>;
  readonly warnings: readonly string[];
}

/**
 * Measure completeness over all whole rows, and uniqueness over those that passed.
 *
 * `award_id` is complete where a tracking number or a contract stands: its fallback always exists.
 * Source: sbir-contracts.md section 4.
 */
export function createQualityMeter(): {
  addRow(cells: AwardCells): void;
  addPassed(entry: AwardIndexEntry, cells: AwardCells): void;
  quality(distinctAwardKeys: number): Quality;
} {
  const filled = new Array<number>(awardColumns.length).fill(0);
  const awardIds = createFingerprintSet();
  const contracts = createFingerprintSet();
  const counts = { rows: 0, identified: 0, passed: 0, contracts: 0 };
  return {
    addRow(cells) {
      counts.rows++;
      const row = cells.all();
      for (let index = 0; index < row.length; index++) {
        if (isFilled(row[index] ?? '')) filled[index] = (filled[index] ?? 0) + 1;
      }
      if (cells.text('Agency Tracking Number') ?? cells.text('Contract')) counts.identified++;
    },
    addPassed(entry, cells) {
      counts.passed++;
      awardIds.add(entry.award_id);
      const contract = cells.text('Contract');
      if (contract === null) return;
      counts.contracts++;
      contracts.add(contract);
    },
    quality(distinctAwardKeys) {
      const completeness = {
        award_id: share(counts.identified, counts.rows),
        ...completenessOf(filled, counts.rows),
      };
      const uniqueness = {
        award_key: share(distinctAwardKeys, counts.passed),
        award_id: share(awardIds.size, counts.passed),
        contract: share(contracts.size, counts.contracts),
      };
      const warnings = [
        ...shortfalls('Completeness', completeness, completenessThresholds),
        ...shortfalls('Uniqueness', uniqueness, uniquenessThresholds),
      ];
      return { completeness, uniqueness, warnings };
    },
  };
}

/** Shares by field, then by column. */
function completenessOf(filled: readonly number[], rows: number): Readonly<Record<string, number>> {
  const byColumn = Object.fromEntries(
    awardColumns.map((column, index) => [column, share(filled[index] ?? 0, rows)]),
  );
  const byField = Object.fromEntries(
    Object.entries(columnsOfFields).map(([field, column]) => [field, byColumn[column] ?? 1]),
  );
  return { ...byField, ...byColumn };
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

const shortfalls = (
  kind: string,
  shares: Readonly<Record<string, number>>,
  thresholds: Readonly<Record<string, number>>,
): readonly string[] =>
  Object.entries(thresholds)
    .filter(([name, threshold]) => (shares[name] ?? 1) < threshold)
    .map(
      ([name, threshold]) =>
        `${kind} of ${name} is ${((shares[name] ?? 1) * 100).toFixed(2)}%, below ${threshold * 100}%`,
    );
