import { personalAwardColumns, type AwardColumn } from '@pipelines/contracts';
import type { AwardCells } from './award-cells.ts';
import type { RuleSettings } from './award-rule.ts';
import { awardRules } from './award-rules.ts';
import { ruleCatalog, type RuleCode, type Severity } from './rule-catalog.ts';

/** Longer values are cut: an issue is read by a person. */
const MAX_VALUE_CHARACTERS = 200;

const personalColumns: ReadonlySet<string> = new Set(personalAwardColumns);

/** One broken rule of one row. */
export interface ValidationIssue {
  readonly severity: Severity;
  readonly rule: RuleCode;
  /** Column, or `record` for FIELD_COUNT. */
  readonly field: AwardColumn | 'record';
  readonly message: string;
  /** Row number, from 0; the header is not a row. */
  readonly row_index: number;
  /** Physical line on which the row starts, from 1. */
  readonly line: number;
  /** The cell as it stands in the file; null for a blank one, and for columns about persons. */
  readonly value: string | null;
}

/** Where a row stands in its file. */
export interface RowPlace {
  readonly row_index: number;
  readonly line: number;
}

/**
 * Judge a row by every rule; it passes when no issue is an ERROR.
 *
 * @returns one issue per broken rule and column, none for a clean row
 * Source: sbir-contracts.md section 4.
 */
export function findIssues(
  cells: AwardCells,
  place: RowPlace,
  settings: RuleSettings,
): readonly ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  for (const { column, check } of awardRules) {
    const code = check(cells.text(column), cells, settings);
    if (code !== undefined) issues.push(issueOf(code, column, place, cells.raw(column)));
  }
  return issues;
}

/** The one issue of a record whose width is not the header's: its cells cannot be told apart. */
export function fieldCountIssue(place: RowPlace): ValidationIssue {
  return issueOf('FIELD_COUNT', 'record', place, '');
}

function issueOf(
  rule: RuleCode,
  field: ValidationIssue['field'],
  place: RowPlace,
  cell: string,
): ValidationIssue {
  const [severity, message] = ruleCatalog[rule];
  const value =
    cell === '' || personalColumns.has(field) ? null : cell.slice(0, MAX_VALUE_CHARACTERS);
  return { severity, rule, field, message: `${field}: ${message}`, ...place, value };
}
