import type { Graph } from './connect-graph.ts';
import { nodeKindOf, type GraphProfile, type RelationshipKind } from './graph-profile.ts';
import { NO_COUNTS, type LoadCounts } from './load-counts.ts';
import { toGraphValues, type PropertyValues } from './property-values.ts';

/** A relationship as the source has it, by the keys of its ends. */
export interface RelationshipRow {
  readonly from: string;
  readonly to: string;
  readonly values?: PropertyValues;
}

/**
 * Merge one batch of relationships between nodes that are there, in one transaction.
 *
 * One between the same two nodes is left alone when its properties are equal, and gets all of
 * them anew when one differs. A row whose end is not in the graph is counted and left out. Nodes are
 * locked in the order of the rows.
 *
 * @throws {GraphValueError} before anything is sent
 */
export async function upsertRelationships(
  graph: Graph,
  profile: GraphProfile,
  { kind, rows }: { readonly kind: RelationshipKind; readonly rows: readonly RelationshipRow[] },
): Promise<LoadCounts> {
  const encoded = rows.map(({ from, to, values }) => {
    return values
      ? { from, to, values: toGraphValues(values, kind.properties, kind.type) }
      : { from, to };
  });
  const statement = mergeStatement(kind, profile);
  return graph.write(async (transaction) => {
    const { rows: results, writes } = await transaction.run(statement, { rows: encoded });
    const count = (name: string): number => Number(results[0]?.[name] ?? 0);
    const [matched, updated] = [count('matched'), count('updated')];
    const created = writes.relationshipsCreated;
    return {
      ...NO_COUNTS,
      submitted: rows.length,
      created,
      updated,
      unchanged: matched - created - updated,
      loaded: created + updated,
      missingEndpoints: rows.length - matched,
    };
  });
}

/** The test for differing properties is written out: Cypher has no IS DISTINCT FROM. */
function mergeStatement(kind: RelationshipKind, profile: GraphProfile): string {
  const [from, to] = [nodeKindOf(profile, kind.from), nodeKindOf(profile, kind.to)];
  const differences = Object.keys(kind.properties).map((name) => {
    const [stored, wanted] = [`r.${name}`, `row.values.${name}`];
    return `coalesce(${stored} <> ${wanted}, (${stored} IS NULL) <> (${wanted} IS NULL))`;
  });
  const merge = `UNWIND $rows AS row
    MATCH (a:${from.label} {${from.key}: row.from})
    MATCH (b:${to.label} {${to.key}: row.to})
    MERGE (a)-[r:${kind.type}]->(b)`;
  if (differences.length === 0) return `${merge} RETURN count(*) AS matched, 0 AS updated`;
  return `${merge} ON CREATE SET r = row.values
    WITH r, row, ${differences.join(' OR ')} AS isDifferent
    FOREACH (_ IN CASE WHEN isDifferent THEN [1] ELSE [] END | SET r = row.values)
    RETURN count(*) AS matched, sum(CASE WHEN isDifferent THEN 1 ELSE 0 END) AS updated`;
}
