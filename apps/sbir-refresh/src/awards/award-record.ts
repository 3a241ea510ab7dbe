import type { AwardCells } from './award-cells.ts';
import { awardId, awardKey } from './award-key.ts';
import { normalizeDate } from './normalize-date.ts';
import { normalizeAmountCents, parseYear } from './normalize-numbers.ts';
import { normalizePhase, normalizeProgram, type Phase, type Program } from './normalize-program.ts';
import { rowHashes } from './row-hash.ts';
import { normalizeState } from './state-codes.ts';

/** One line of the award index: what a run remembers of an award. No personal column. */
export interface AwardIndexEntry {
  readonly award_key: string;
  readonly award_id: string;
  readonly company_name: string | null;
  readonly agency: string | null;
  readonly branch: string | null;
  readonly program: Program | null;
  readonly phase: Phase | null;
  /** Federal fiscal year, as the file has it; of the award date where the file has none. */
  readonly award_year: number | null;
  readonly award_title: string | null;
  readonly award_amount_cents: number | null;
  readonly award_date: string | null;
  readonly contract_end_date: string | null;
  readonly state: string | null;
  readonly row_hash: string;
}

/**
 * The award index entry of a row, with the hash that tells exact duplicates apart.
 * Source: sbir-contracts.md section 4.
 */
export function indexEntryOf(cells: AwardCells): {
  readonly entry: AwardIndexEntry;
  readonly exactHash: string;
} {
  const { row_hash, exactHash } = rowHashes(cells);
  return { entry: { ...awardFactsOf(cells), row_hash }, exactHash };
}

/** The entry without its hash, which costs as much as all the rest: for a reader that has no use for it. */
export function awardFactsOf(cells: AwardCells): Omit<AwardIndexEntry, 'row_hash'> {
  const key = awardKey(cells);
  const { award_date, award_year } = awardTime(cells);
  return {
    award_key: key,
    award_id: awardId(cells, key),
    company_name: cells.text('Company'),
    agency: cells.text('Agency'),
    branch: cells.text('Branch'),
    program: normalizeProgram(cells.text('Program')),
    phase: normalizePhase(cells.text('Phase')).phase,
    award_year,
    award_title: cells.text('Award Title'),
    award_amount_cents: normalizeAmountCents(cells.text('Award Amount')),
    award_date,
    contract_end_date: normalizeDate(cells.text('Contract End Date')),
    state: normalizeState(cells.text('State')),
  };
}

/**
 * Date and fiscal year of an award.
 *
 * Without a Proposal Award Date the date is 1 January of the Award Year, marked as inferred; without
 * an Award Year the year is the date's. Source: sbir-contracts.md section 4.
 */
export function awardTime(cells: AwardCells): {
  readonly award_date: string | null;
  readonly award_date_inferred: boolean;
  readonly award_year: number | null;
} {
  const date = normalizeDate(cells.text('Proposal Award Date'));
  const year = parseYear(cells.text('Award Year'));
  if (date !== null) {
    return {
      award_date: date,
      award_date_inferred: false,
      award_year: year ?? Number(date.slice(0, 4)),
    };
  }
  return {
    award_date: year === null || year < 1 ? null : `${String(year).padStart(4, '0')}-01-01`,
    award_date_inferred: year !== null && year >= 1,
    award_year: year,
  };
}
