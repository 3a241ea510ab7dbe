import { TOTALED_BY, type ControlTotals, type GroupTotals } from '../graph/control-totals.ts';

/** Two numbers that have to be one. */
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

/** What each step says of the same awards. */
export interface ReconciliationInput {
  /** Rows that the download counted. */
  readonly rowCount?: number | undefined;
  /** Summary of the validation report; without it the records before the load are not compared. */
  readonly report?:
    | {
        readonly total_records: number;
        readonly passed_records: number;
        readonly failed_records: number;
        readonly distinct_award_keys: number;
        readonly editions_collapsed: number;
        readonly exact_duplicate_rows: number;
      }
    | undefined;
  readonly awardsSubmitted: number;
  /** Distinct awards that were not submitted: for their amount, their year, or a sample limit. */
  readonly awardsSkipped: number;
  readonly submitted: ControlTotals;
  /** Live awards of the graph. */
  readonly live: ControlTotals;
}

/**
 * Prove that nothing was lost between the file and the graph: records, awards and amounts, in all
 * and by year, agency, phase and program, to the cent.
 *
 * Source: sbir-contracts.md section 8
 */
export function reconcile(input: ReconciliationInput): Reconciliation {
  const { submitted, live, awardsSubmitted } = input;
  const checks = [
    ...recordChecks(input),
    compared('awards_submitted = live awards', awardsSubmitted, live.awards),
    compared('amount_cents submitted = live', submitted.amount_cents, live.amount_cents),
    ...TOTALED_BY.flatMap((property) =>
      groupChecks(property, submitted.by[property], live.by[property]),
    ),
  ];
  return { checks, passed: checks.every(({ equal }) => equal) };
}

function recordChecks(input: ReconciliationInput): ReconciliationCheck[] {
  const { report, rowCount } = input;
  if (!report) return [];
  const { total_records: total, passed_records: passed, distinct_award_keys: distinct } = report;
  const collapsed = report.editions_collapsed + report.exact_duplicate_rows;
  return [
    ...(rowCount === undefined ? [] : [compared('row_count = total_records', rowCount, total)]),
    compared('total_records = passed + failed', total, passed + report.failed_records),
    compared('passed = distinct + editions + exact duplicates', passed, distinct + collapsed),
    compared(
      'distinct = submitted + skipped',
      distinct,
      input.awardsSubmitted + input.awardsSkipped,
    ),
  ];
}

/** Groups that only one side has are compared with nothing, so that none can be missed. */
function groupChecks(
  property: string,
  submitted: Readonly<Record<string, GroupTotals>>,
  live: Readonly<Record<string, GroupTotals>>,
): ReconciliationCheck[] {
  const [inSource, inGraph] = [new Map(Object.entries(submitted)), new Map(Object.entries(live))];
  const groups = [...new Set([...inSource.keys(), ...inGraph.keys()])].sort();
  return groups.flatMap((group) =>
    (['awards', 'amount_cents'] as const).map((measure) =>
      compared(
        `${measure} by ${property}: ${group}`,
        inSource.get(group)?.[measure] ?? 0,
        inGraph.get(group)?.[measure] ?? 0,
      ),
    ),
  );
}

function compared(name: string, left: number, right: number): ReconciliationCheck {
  return { name, left, right, equal: left === right };
}
