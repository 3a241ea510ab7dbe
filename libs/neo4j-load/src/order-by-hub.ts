import type { RelationshipRow } from './upsert-relationships.ts';

/**
 * Put together what ends at one node, of the end that has fewer nodes: all of one company in a row,
 * all of one researcher. Otherwise the order stays that of first appearance.
 *
 * What one transaction writes then touches few nodes. Two at the same time hardly ever share more
 * than one, so neither waits for a node that the other holds while it holds one of the other's.
 *
 * @param rows - all of a stage
 */
export function orderByHub(rows: Iterable<RelationshipRow>): readonly RelationshipRow[] {
  const all = [...rows];
  const [from, to] = (['from', 'to'] as const).map(
    (end) => new Set(all.map((row) => row[end])).size,
  );
  const hub = (from ?? 0) < (to ?? 0) ? 'from' : 'to';
  return [...Map.groupBy(all, (row) => row[hub]).values()].flat();
}
