import type { Graph } from './connect-graph.ts';
import { GraphSchemaError } from './graph-errors.ts';
import { nodeKindOf, relationshipKindOf, type GraphProfile } from './graph-profile.ts';

/** What nodes of a kind count to, in one group. */
export interface GroupCount {
  /** Value of the property; null for the nodes that lack it. */
  readonly group: unknown;
  readonly count: number;
  /** Exact sum of the whole-number property that was asked for; 0 without one. */
  readonly sum: bigint;
}

/** Number of nodes of a label; with `isLive` only of those that are not swept. */
export async function countByLabel(
  graph: Graph,
  profile: GraphProfile,
  { label, isLive = false }: { readonly label: string; readonly isLive?: boolean },
): Promise<number> {
  const [total] = await countByProperty(graph, profile, { label, isLive });
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
 * Count nodes of a label by a property, and sum a whole-number property to the last unit: amounts
 * in cents, by year. Without `property` there is one group of all.
 *
 * @throws {GraphSchemaError} for a label or property that the profile does not have
 */
export async function countByProperty(
  graph: Graph,
  profile: GraphProfile,
  options: {
    readonly label: string;
    readonly property?: string;
    readonly sumOf?: string;
    readonly isLive?: boolean;
  },
): Promise<readonly GroupCount[]> {
  const kind = nodeKindOf(profile, options.label);
  const group =
    options.property === undefined ? 'null' : `n.${ownProperty(kind.properties, options.property)}`;
  const sum =
    options.sumOf === undefined ? '0' : `sum(n.${ownProperty(kind.properties, options.sumOf)})`;
  const live =
    options.isLive && kind.bookkeeping ? `WHERE n.${kind.bookkeeping.removedIn} IS NULL` : '';
  const query = `MATCH (n:${kind.label}) ${live}
    RETURN ${group} AS group, count(n) AS count, ${sum} AS sum ORDER BY group`;
  const groups: GroupCount[] = [];
  for await (const row of graph.read(query)) {
    groups.push({
      group: row['group'],
      count: Number(row['count']),
      sum: BigInt(row['sum'] as bigint),
    });
  }
  return groups;
}

/** A name becomes part of the statement only when the profile has it. */
function ownProperty(properties: Readonly<Record<string, unknown>>, name: string): string {
  if (!Object.hasOwn(properties, name)) throw new GraphSchemaError(`No property "${name}"`);
  return name;
}
