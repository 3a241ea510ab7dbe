import type { IngestionSummary } from '@pipelines/contracts';
import type { CheckedFile } from '../awards/check-awards.ts';
import { bullets, groupDigits, page, percent, table, warningSection } from './markdown.ts';

/** The counts of a run, as they stand in the step's body and in the report. */
export function ingestionSummaryOf(checked: CheckedFile, threshold: number): IngestionSummary {
  const { total_records, passed_records } = checked;
  return {
    total_records,
    passed_records,
    failed_records: checked.failed_records,
    malformed_records: checked.malformed_records,
    distinct_award_keys: checked.distinct_award_keys,
    editions_collapsed: checked.editions_collapsed,
    exact_duplicate_rows: checked.exact_duplicate_rows,
    pass_rate: total_records === 0 ? 1 : passed_records / total_records,
    threshold,
    issues_by_severity: { ...checked.issues.issues_by_severity },
    issues_by_field: { ...checked.issues.issues_by_field },
  };
}

/** The file `sbir_validation_report.json`. Source: sbir-refresh.md 5.1. */
export function validationReport(
  checked: CheckedFile,
  summary: IngestionSummary,
  reportPath: string,
): object {
  const { issues, quality } = checked;
  const { issues_by_severity, issues_by_field, pass_rate } = summary;
  return {
    report: {
      ...summary,
      passed: pass_rate >= summary.threshold,
      issues: issues.issues,
      issues_truncated: issues.issues_truncated,
      issue_counts_by_rule: issues.issue_counts_by_rule,
      completeness: quality.completeness,
      uniqueness: quality.uniqueness,
      warnings: quality.warnings,
    },
    metadata: {
      report_path: reportPath,
      total_issues: issues.total_issues,
      pass_rate,
      issues_by_severity,
      issues_by_field,
    },
  };
}

/** The file `validated_sbir_awards_metadata.json`. Source: sbir-refresh.md 5.1. */
export function validatedMetadata(checked: CheckedFile, summary: IngestionSummary): object {
  return {
    metadata: {
      num_records: summary.passed_records,
      pass_rate: percent(summary.pass_rate, 1),
      passed_records: summary.passed_records,
      failed_records: summary.failed_records,
      total_issues: checked.issues.total_issues,
      validation_status: statusOf(summary),
      threshold: percent(summary.threshold, 1),
    },
  };
}

/** The file `ingestion_summary.md`. Source: sbir-refresh.md 5.1. */
export function ingestionPage(
  checked: CheckedFile,
  summary: IngestionSummary,
  numColumns: number,
): string {
  return page(
    '# SBIR ingestion validation',
    table(
      ['Metric', 'Value'],
      [
        ['Raw records', groupDigits(summary.total_records)],
        ['Raw columns', numColumns],
        ['Validation pass rate', percent(summary.pass_rate)],
        ['Passed records', groupDigits(summary.passed_records)],
        ['Failed records', groupDigits(summary.failed_records)],
        ['Validation status', statusOf(summary)],
        ['Report total issues', groupDigits(checked.issues.total_issues)],
      ],
    ),
    '## Issues by severity',
    bullets(
      Object.entries(summary.issues_by_severity).map(
        ([severity, count]) => `${severity}: ${groupDigits(count)}`,
      ),
    ),
    warningSection(checked.quality.warnings),
  );
}

const statusOf = ({ pass_rate, threshold }: IngestionSummary): 'PASSED' | 'FAILED' =>
  pass_rate >= threshold ? 'PASSED' : 'FAILED';
