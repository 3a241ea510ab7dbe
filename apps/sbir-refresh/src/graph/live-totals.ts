import { countByProperty, type Graph, type GroupCount } from '@pipelines/neo4j-load';
import { awardCompanyProfile } from './award-company-profile.ts';
import { TOTALED_BY, type ControlTotals, type GroupTotals } from './control-totals.ts';

/**
 * Count the live awards of the graph and sum their cents, as `controlTotalsOf` does for a file.
 *
 * @throws {GraphUnavailableError}
 * Source: sbir-contracts.md section 8
 */
export async function liveTotalsOf(graph: Graph): Promise<ControlTotals> {
  const [all] = await liveAwards(graph);
  const groups: [string, Readonly<Record<string, GroupTotals>>][] = [];
  for (const property of TOTALED_BY) {
    const counts = await liveAwards(graph, property);
    const totals = counts.map((one) => [String(one.group), totalsOf(one)] as const);
    groups.push([property, Object.fromEntries(totals)]);
  }
  return { ...totalsOf(all), by: Object.fromEntries(groups) as ControlTotals['by'] };
}

const totalsOf = (one: GroupCount | undefined): GroupTotals => ({
  awards: one?.count ?? 0,
  amount_cents: Number(one?.sum ?? 0n),
});

function liveAwards(graph: Graph, property?: string): Promise<readonly GroupCount[]> {
  return countByProperty(graph, awardCompanyProfile, {
    label: 'Award',
    ...(property !== undefined && { property }),
    sumOf: 'award_amount_cents',
    isLive: true,
  });
}
