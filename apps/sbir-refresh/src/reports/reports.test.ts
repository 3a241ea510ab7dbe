import { describe, expect, it } from '@jest/globals';
import { datasetPage } from './dataset-page.ts';
import { dollars, escapeCell, groupDigits, percent } from './markdown.ts';
import { reconcile, type ReconciliationInput } from './reconcile.ts';
import { reconciliationPage } from './reconciliation-page.ts';

describe('escapeCell', () => {
  it.each(['=HYPERLINK("x")', '+1', '-1', '@cmd', '\tx', '\rx', '\0x'])(
    'lets no spreadsheet run %j',
    (text) => {
      expect(escapeCell(text).startsWith("'")).toBe(true);
    },
  );

  it('lets no markup through', () => {
    expect(escapeCell('<img onerror=x> a|b\r\nc `d` [e](javascript:f) & g')).toBe(
      String.raw`&lt;img onerror=x&gt; a\|b c \`d\` \[e\]\(javascript:f\) &amp; g`,
    );
  });
});

describe('numbers', () => {
  it('are written for people', () => {
    expect([groupDigits(219_500), percent(0.95), percent(0.5, 1)]).toEqual([
      '219,500',
      '95.00%',
      '50.0%',
    ]);
    expect([dollars(123_456), dollars(-5), dollars(0)]).toEqual(['$1,234.56', '-$0.05', '$0.00']);
  });
});

describe('datasetPage', () => {
  const metadata = {
    dataset: 'sbir_awards' as const,
    s3_bucket: 'b',
    s3_key: 'k',
    source_url: 'https://example.com/a',
    run_date: '2025-01-20',
    refreshed_at_utc: '2025-01-20T14:30:00.000Z',
    sha256: 'a'.repeat(64),
    bytes: 3_145_728,
    row_count: 221_000,
    column_count: 42,
    row_delta: 1_234,
    row_delta_pct: 0.0056,
    changed: true,
    warnings: ['Row count dropped'],
    recent_bytes: [],
    schema: {
      matches_expected: true,
      missing_columns: [],
      extra_columns: [],
      expected_columns: [],
      observed_columns: [],
    },
  };

  it('summarises a vintage', () => {
    const page = datasetPage(metadata);

    expect(page).toContain('# SBIR awards dataset refresh');
    expect(page).toContain('| File size | 3,145,728 bytes (3.00 MiB) |');
    expect(page).toContain('| Row delta | +1,234 (+0.56%) |');
    expect(page).toContain('| Schema status | match |');
    expect(page).toContain('## Warnings\n\n- Row count dropped\n');
  });

  it('has no delta without a vintage before', () => {
    expect(datasetPage({ ...metadata, row_delta: null, row_delta_pct: null })).toContain(
      '| Row delta | N/A (N/A) |',
    );
  });
});

describe('reconcile', () => {
  const none = { award_year: {}, phase: {}, program: {} };
  const agency = { DOE: { awards: 7, amount_cents: 700 } };
  const totals = { awards: 7, amount_cents: 700, by: { ...none, agency } };
  const input: ReconciliationInput = {
    rowCount: 12,
    report: {
      total_records: 12,
      passed_records: 10,
      failed_records: 2,
      distinct_award_keys: 8,
      editions_collapsed: 1,
      exact_duplicate_rows: 1,
    },
    awardsSubmitted: 7,
    awardsSkipped: 1,
    submitted: totals,
    live: totals,
  };

  it('passes when every count and every cent is found again', () => {
    const result = reconcile(input);

    expect(result.passed).toBe(true);
    expect(result.checks).toHaveLength(8);
    expect(reconciliationPage(result)).toContain('✅ PASSED');
  });

  it.each([
    ['row_count = total_records', { rowCount: 13 }],
    [
      'total_records = passed + failed',
      { rowCount: undefined, report: { ...input.report, failed_records: 3 } },
    ],
    [
      'passed = distinct + editions + exact duplicates',
      { report: { ...input.report, editions_collapsed: 0 } },
    ],
    ['distinct = submitted + skipped', { awardsSkipped: 0 }],
    ['awards_submitted = live awards', { live: { ...totals, awards: 6 } }],
    ['amount_cents submitted = live', { live: { ...totals, amount_cents: 699 } }],
    [
      'amount_cents by agency: DOE',
      {
        live: { ...totals, by: { ...none, agency: { DOE: { awards: 7, amount_cents: 699 } } } },
      },
    ],
    [
      'awards by agency: NSF',
      {
        live: {
          ...totals,
          by: { ...none, agency: { ...agency, NSF: { awards: 1, amount_cents: 0 } } },
        },
      },
    ],
  ])('fails %s alone', (name, change) => {
    const result = reconcile({ ...input, ...change } as ReconciliationInput);

    expect(result.passed).toBe(false);
    expect(result.checks.filter(({ equal }) => !equal).map((check) => check.name)).toEqual([name]);
    expect(reconciliationPage(result)).toContain(`| ${name.replaceAll('_', String.raw`\_`)} |`);
  });
});
