import type { EnrichmentSummary } from '../companies/enrichment-tally.ts';
import { groupDigits, page, percent, table, warningSection } from './markdown.ts';

/** The file `enrichment_summary.json`. Source: sbir-contracts.md section 6. */
export interface EnrichmentReport {
  readonly summary: EnrichmentSummary;
  readonly awards_rows: number;
  /** Rows of all company files, duplicates too. */
  readonly company_rows: number;
  readonly company_rows_distinct: number;
}

/** The Markdown of an enrichment report. Source: sbir-refresh.md 2.6. */
export function enrichmentPage(report: EnrichmentReport, warnings: readonly string[]): string {
  const { summary } = report;
  return page(
    '# SBIR company enrichment coverage',
    table(
      ['Metric', 'Value'],
      [
        ['Award rows', groupDigits(report.awards_rows)],
        ['Company rows', groupDigits(report.company_rows)],
        ['Matched awards', groupDigits(summary.matched_awards)],
        ['Match rate', percent(summary.match_rate)],
        ['Average match score', summary.average_match_score?.toFixed(2) ?? 'N/A'],
      ],
    ),
    '## Matches by method',
    table(
      ['Method', 'Awards'],
      Object.entries(summary.match_counts).map(([method, count]) => [method, groupDigits(count)]),
    ),
    warningSection(warnings),
  );
}
