import { escapeCell, groupDigits, page, table } from './markdown.ts';

/** Awards and their dollars, in all and by group. */
export interface ControlTotals {
  readonly awards: number;
  readonly amount_cents: number;
  /** By `award_year`, `agency`, `phase` and `program`, then by value. */
  readonly groups: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly awards: number; readonly amount_cents: number }>>
    >
  >;
}

/** What each step says of the same awards. */
export interface ReconciliationInput {
  /** Rows that the download counted; null when nobody says. */
  readonly row_count: number | null;
  readonly report: {
    readonly total_records: number;
    readonly passed_records: number;
    readonly failed_records: number;
    readonly distinct_award_keys: number;
    readonly editions_collapsed: number;
    readonly exact_duplicate_rows: number;
  };
  readonly load: {
    readonly awards_submitted: number;
    /** Distinct awards that were not submitted: for their amount, their year, or a sample limit. */
    readonly awards_skipped: number;
    readonly control_totals: ControlTotals;
  };
  /** Live awards of the graph. */
  readonly graph: ControlTotals;
}

export interface ReconciliationCheck {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly equal: boolean;
}

/** The file `reconciliation.json`. */
export interface Reconciliation {
  readonly checks: readonly ReconciliationCheck[];
  readonly passed: boolean;
}

/**
 * Compare what the steps counted, award by award and cent by cent; money is whole cents.
 * Source: sbir-contracts.md section 8.
 */
export function reconcile({ row_count, report, load, graph }: ReconciliationInput): Reconciliation {
  const { passed_records, distinct_award_keys } = report;
  const submitted = load.control_totals;
  const checks = [
    ...(row_count === null
      ? []
      : [check('row_count = total_records', row_count, report.total_records)]),
    check(
      'total_records = passed + failed',
      report.total_records,
      passed_records + report.failed_records,
    ),
    check(
      'passed = distinct + editions + exact duplicates',
      passed_records,
      distinct_award_keys + report.editions_collapsed + report.exact_duplicate_rows,
    ),
    check(
      'distinct = submitted + skipped',
      distinct_award_keys,
      load.awards_submitted + load.awards_skipped,
    ),
    check('submitted = live awards', load.awards_submitted, graph.awards),
    check('amount_cents submitted = live', submitted.amount_cents, graph.amount_cents),
    ...groupChecks(submitted, graph),
  ];
  return { checks, passed: checks.every(({ equal }) => equal) };
}

function groupChecks(left: ControlTotals, right: ControlTotals): readonly ReconciliationCheck[] {
  const names = new Set([...Object.keys(left.groups), ...Object.keys(right.groups)]);
  return [...names].sort().flatMap((group) => {
    const [ours, theirs] = [left.groups[group] ?? {}, right.groups[group] ?? {}];
    const values = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...values]
      .sort()
      .flatMap((value) =>
        (['awards', 'amount_cents'] as const).map((measure) =>
          check(
            `${measure} of ${group} ${value}`,
            ours[value]?.[measure] ?? 0,
            theirs[value]?.[measure] ?? 0,
          ),
        ),
      );
  });
}

const check = (name: string, left: number, right: number): ReconciliationCheck => ({
  name,
  left,
  right,
  equal: left === right,
});

/** The Markdown of a reconciliation: the checks that fail, or the totals when none does. */
export function reconciliationPage({ checks, passed }: Reconciliation): string {
  const shown = passed ? checks.slice(0, 6) : checks.filter(({ equal }) => !equal);
  return page(
    '# SBIR reconciliation',
    `Status: ${passed ? '✅ PASSED' : '❌ FAILED'}. ${groupDigits(checks.length)} checks.`,
    table(
      ['Check', 'Left', 'Right'],
      shown.map(({ name, left, right }) => [
        escapeCell(name),
        groupDigits(left),
        groupDigits(right),
      ]),
    ),
  );
}
