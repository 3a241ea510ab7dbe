import type { Graph } from './connect-graph.ts';
import { nodeKindOf, type GraphProfile, type RelationshipKind } from './graph-profile.ts';
import { NO_COUNTS, type LoadCounts } from './load-counts.ts';
import { orderByHub } from './order-by-hub.ts';
import type { RelationshipRow } from './upsert-relationships.ts';

/**
 * Relationships of a kind that are in the graph and were not computed this time.
 *
 * @param isWanted - whether the pair of keys, from and to, was computed
 */
export async function* unwantedRelationships(
  graph: Graph,
  profile: GraphProfile,
  { kind, isWanted }: { kind: RelationshipKind; isWanted: (from: string, to: string) => boolean },
): AsyncGenerator<RelationshipRow> {
  const [fromKey, toKey] = [nodeKindOf(profile, kind.from).key, nodeKindOf(profile, kind.to).key];
  const unwanted: RelationshipRow[] = [];
  const pairs = graph.read(
    `MATCH (a:${kind.from})-[:${kind.type}]->(b:${kind.to}) RETURN a.${fromKey} AS from, b.${toKey} AS to`,
  );
  // Collected before the first is deleted: what is read must not change under the reading.
  for await (const row of pairs) {
    const [from, to] = [row['from'] as string, row['to'] as string];
    if (!isWanted(from, to)) unwanted.push({ from, to });
  }
  yield* orderByHub(unwanted);
}

/** Delete one batch of relationships by the keys of their ends; the nodes stay. */
export async function deleteRelationships(
  graph: Graph,
  profile: GraphProfile,
  { kind, rows }: { readonly kind: RelationshipKind; readonly rows: readonly RelationshipRow[] },
): Promise<LoadCounts> {
  const [from, to] = [nodeKindOf(profile, kind.from), nodeKindOf(profile, kind.to)];
  const statement = `UNWIND $rows AS row
    MATCH (:${from.label} {${from.key}: row.from})-[r:${kind.type}]->(:${to.label} {${to.key}: row.to})
    DELETE r`;
  const pairs = rows.map((row) => ({ from: row.from, to: row.to }));
  const { writes } = await graph.write((transaction) =>
    transaction.run(statement, { rows: pairs }),
  );
  return { ...NO_COUNTS, relationshipsDeleted: writes.relationshipsDeleted };
}
