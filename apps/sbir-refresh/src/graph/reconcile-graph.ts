import { countByProperty, type Graph, type GroupCount } from '@pipelines/neo4j-load';
import { awardCompanyProfile } from './award-company-profile.ts';
import { TOTALED_BY, type ControlTotals, type GroupTotals } from './control-totals.ts';

/** Two numbers that have to be one. */
export interface ReconciliationCheck {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly equal: boolean;
}

/** What is compared with the graph, from the records of the steps before. */
export interface ReconciliationInput {
  readonly awardsSubmitted: number;
  readonly awardsSkipped: number;
  readonly controlTotals: ControlTotals;
  /** Of download-csv. */
  readonly rowCount?: number | undefined;
  /** Summary of the validation report. */
  readonly validation?:
    | {
        readonly total_records: number;
        readonly passed_records: number;
        readonly failed_records: number;
        readonly distinct_award_keys: number;
        readonly editions_collapsed: number;
        readonly exact_duplicate_rows: number;
      }
    | undefined;
}

/**
 * Prove that nothing was lost between the file and the graph: records, awards and amounts, in all
 * and by year, agency, phase and program, to the cent.
 *
 * Source: sbir-contracts.md section 8
 */
export async function reconcileGraph(
  graph: Graph,
  input: ReconciliationInput,
): Promise<{ readonly checks: readonly ReconciliationCheck[]; readonly passed: boolean }> {
  const [all] = await liveAwards(graph);
  const checks = [
    ...recordChecks(input),
    compared('awards_submitted = live awards', input.awardsSubmitted, all?.count ?? 0),
    compared(
      'amount_cents submitted = live',
      input.controlTotals.amount_cents,
      Number(all?.sum ?? 0n),
    ),
  ];
  for (const property of TOTALED_BY) {
    const live = await liveAwards(graph, property);
    checks.push(...groupChecks(property, input.controlTotals.by[property], live));
  }
  return { checks, passed: checks.every(({ equal }) => equal) };
}

function recordChecks(input: ReconciliationInput): ReconciliationCheck[] {
  const { validation: report, rowCount } = input;
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
  live: readonly GroupCount[],
): ReconciliationCheck[] {
  const inGraph = new Map(live.map((one) => [String(one.group), one]));
  const inSource = new Map(Object.entries(submitted));
  return [...new Set([...inSource.keys(), ...inGraph.keys()])].sort().flatMap((group) => {
    const [source, graph] = [inSource.get(group), inGraph.get(group)];
    return [
      compared(`awards by ${property}: ${group}`, source?.awards ?? 0, graph?.count ?? 0),
      compared(
        `amount_cents by ${property}: ${group}`,
        source?.amount_cents ?? 0,
        Number(graph?.sum ?? 0n),
      ),
    ];
  });
}

function liveAwards(graph: Graph, property?: string): Promise<readonly GroupCount[]> {
  return countByProperty(graph, awardCompanyProfile, {
    label: 'Award',
    ...(property !== undefined && { property }),
    sumOf: 'award_amount_cents',
    isLive: true,
  });
}

function compared(name: string, left: number, right: number): ReconciliationCheck {
  return { name, left, right, equal: left === right };
}
