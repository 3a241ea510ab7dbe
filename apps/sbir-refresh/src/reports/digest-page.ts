import type { AwardChange, ChangeDigest } from './change-digest.ts';
import { dollars, escapeCell, groupDigits, page, table } from './markdown.ts';

/** The file `change_digest.json`. Source: sbir-contracts.md section 8. */
export interface ChangeDigestDocument extends ChangeDigest {
  readonly run_date: string;
  readonly previous_run_date: string | null;
  readonly sha256: string;
  readonly previous_sha256: string | null;
  /** Null on the first run, when every award is new. */
  readonly ndjson_s3_key: string | null;
}

/** The Markdown of a change digest. */
export function digestPage(digest: ChangeDigestDocument): string {
  const { counts, amount_cents, sample } = digest;
  return page(
    '# SBIR award changes',
    `${digest.previous_run_date ?? 'First run'} → ${digest.run_date}`,
    table(
      ['Measure', 'Value'],
      [
        ['New awards', groupDigits(counts.added)],
        ['Vanished awards', groupDigits(counts.removed)],
        ['Amended awards', groupDigits(counts.changed)],
        ['Unchanged awards', groupDigits(counts.unchanged)],
        ['Amount before', dollars(amount_cents.before)],
        ['Amount after', dollars(amount_cents.after)],
        ['Difference', dollars(amount_cents.delta)],
      ],
    ),
    '## By agency',
    table(
      ['Agency', 'New', 'Vanished', 'Amended', 'Difference'],
      digest.by_agency.map((row) => [
        escapeCell(row.agency ?? '—'),
        groupDigits(row.added),
        groupDigits(row.removed),
        groupDigits(row.changed),
        dollars(row.amount_cents.delta),
      ]),
    ),
    changeSection('New', sample.added),
    changeSection('Vanished', sample.removed),
    changeSection('Amended', sample.changed),
  );
}

function changeSection(title: string, changes: readonly AwardChange[]): string | undefined {
  if (changes.length === 0) return undefined;
  const rows = changes.map((change) => [
    escapeCell(change.award_id),
    escapeCell(change.company_name ?? '—'),
    escapeCell(change.agency ?? '—'),
    change.award_year ?? '—',
    change.award_amount_cents === null ? '—' : dollars(change.award_amount_cents),
    change.fields.map(({ field }) => escapeCell(field)).join(', ') || '—',
  ]);
  const header = ['Award', 'Company', 'Agency', 'Year', 'Amount', 'Fields'];
  return `## ${title} (first ${changes.length})\n\n${table(header, rows)}`;
}
