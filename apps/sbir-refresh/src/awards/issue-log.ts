import type { ValidationIssue } from './find-issues.ts';
import type { Severity } from './rule-catalog.ts';

/** What of the issues stands in a report; all of them stand in `validation_issues.ndjson.gz`. */
export const MAX_REPORTED_ERRORS = 10_000;
export const MAX_REPORTED_WARNINGS_PER_RULE = 100;

/** Issues as the validation report has them. */
export interface IssueSummary {
  readonly issues: readonly ValidationIssue[];
  readonly issues_truncated: boolean;
  readonly total_issues: number;
  readonly issue_counts_by_rule: Readonly<Record<string, number>>;
  readonly issues_by_severity: Readonly<Record<Severity, number>>;
  readonly issues_by_field: Readonly<Record<string, number>>;
}

/**
 * Count every issue and keep the first ones: 10 000 ERRORs, 100 of each WARNING rule.
 *
 * Memory is bounded whatever the file holds. Source: sbir-contracts.md section 4.
 */
export function createIssueLog(): { add(issue: ValidationIssue): void; summary(): IssueSummary } {
  const kept: ValidationIssue[] = [];
  const byRule = new Map<string, number>();
  const byField = new Map<string, number>();
  const bySeverity = { ERROR: 0, WARNING: 0 };
  return {
    add(issue) {
      const ofRule = count(byRule, issue.rule);
      count(byField, issue.field);
      bySeverity[issue.severity]++;
      const isKept =
        issue.severity === 'ERROR'
          ? bySeverity.ERROR <= MAX_REPORTED_ERRORS
          : ofRule <= MAX_REPORTED_WARNINGS_PER_RULE;
      if (isKept) kept.push(issue);
    },
    summary() {
      const total = bySeverity.ERROR + bySeverity.WARNING;
      return {
        issues: kept,
        issues_truncated: kept.length < total,
        total_issues: total,
        issue_counts_by_rule: sorted(byRule),
        issues_by_severity: { ...bySeverity },
        issues_by_field: sorted(byField),
      };
    },
  };
}

function count(counts: Map<string, number>, name: string): number {
  const next = (counts.get(name) ?? 0) + 1;
  counts.set(name, next);
  return next;
}

/** Keys in alphabetical order, so that two reports can be compared. */
const sorted = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
