import { countByProperty, type Graph, type GroupCount } from '@pipelines/neo4j-load';
import type { AwardGraphModel } from './award-graph-model.ts';
import { TOTALED_BY, type ControlTotals, type GroupTotals } from './control-totals.ts';

/**
 * Count the live awards of the graph and sum their cents, as `controlTotalsOf` does for a file.
 *
 * @throws {GraphUnavailableError}
 * Source: sbir-contracts.md section 8
 */
export async function liveTotalsOf(graph: Graph, model: AwardGraphModel): Promise<ControlTotals> {
  const [all] = await liveAwards(graph, model);
  const groups: [string, Readonly<Record<string, GroupTotals>>][] = [];
  for (const property of TOTALED_BY) {
    const counts = await liveAwards(graph, model, property);
    const totals = counts.map((one) => [String(one.group), totalsOf(one)] as const);
    groups.push([property, Object.fromEntries(totals)]);
  }
  return { ...totalsOf(all), by: Object.fromEntries(groups) as ControlTotals['by'] };
}

const totalsOf = (one: GroupCount | undefined): GroupTotals => ({
  awards: one?.count ?? 0,
  amount_cents: Number(one?.sum ?? 0n),
});

function liveAwards(
  graph: Graph,
  { profile, award }: AwardGraphModel,
  property?: string,
): Promise<readonly GroupCount[]> {
  return countByProperty(graph, profile, {
    label: award.label,
    ...(property !== undefined && { property }),
    sumOf: award.named.award_amount_cents,
    isLive: true,
  });
}
