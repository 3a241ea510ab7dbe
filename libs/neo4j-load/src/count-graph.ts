import type { Graph } from './connect-graph.ts';
import {
  conditionOf,
  nodeKindOf,
  propertyOf,
  relationshipKindOf,
  type GraphProfile,
  type NodeSelection,
} from './graph-profile.ts';

/** What nodes of a kind count to, in one group. */
export interface GroupCount {
  /** Value of the property; null for the nodes that lack it. */
  readonly group: unknown;
  readonly count: number;
  /** Exact sum of the whole-number property that was asked for; 0 without one. */
  readonly sum: bigint;
}

/** Number of selected nodes; with `isLive` only of those that are not swept. */
export async function countByLabel(
  graph: Graph,
  profile: GraphProfile,
  selection: NodeSelection & { readonly isLive?: boolean },
): Promise<number> {
  const [total] = await countByProperty(graph, profile, selection);
  return total?.count ?? 0;
}

/** Number of relationships of a type. */
export async function countByType(
  graph: Graph,
  profile: GraphProfile,
  type: string,
): Promise<number> {
  const { from, to } = relationshipKindOf(profile, type);
  const query = `MATCH (:${from})-[r:${type}]->(:${to}) RETURN count(r) AS count`;
  for await (const row of graph.read(query)) return Number(row['count']);
  return 0;
}

/**
 * Count selected nodes by a property, and sum a whole-number property to the last unit: amounts
 * in cents, by year. Without `property` there is one group of all.
 *
 * @throws {GraphSchemaError} for a label or property that the profile does not have
 */
export async function countByProperty(
  graph: Graph,
  profile: GraphProfile,
  options: NodeSelection & {
    readonly property?: string;
    readonly sumOf?: string;
    readonly isLive?: boolean;
  },
): Promise<readonly GroupCount[]> {
  const kind = nodeKindOf(profile, options.label);
  const group =
    options.property === undefined ? 'null' : `n.${propertyOf(kind.properties, options.property)}`;
  const sum =
    options.sumOf === undefined ? '0' : `sum(n.${propertyOf(kind.properties, options.sumOf)})`;
  const { condition, parameters } = conditionOf(profile, options, 'n');
  const live =
    options.isLive && kind.bookkeeping ? `AND n.${kind.bookkeeping.removedIn} IS NULL` : '';
  const query = `MATCH (n:${kind.label}) WHERE ${condition} ${live}
    RETURN ${group} AS group, count(n) AS count, ${sum} AS sum ORDER BY group`;
  const groups: GroupCount[] = [];
  for await (const row of graph.read(query, parameters)) {
    groups.push({
      group: row['group'],
      count: Number(row['count']),
      sum: BigInt(row['sum'] as bigint),
    });
  }
  return groups;
}
