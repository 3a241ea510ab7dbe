import type { Graph } from './connect-graph.ts';
import { GraphSchemaError } from './graph-errors.ts';
import type { NodeKind } from './graph-profile.ts';
import { NO_COUNTS, type LoadCounts } from './load-counts.ts';
import { toGraphDate } from './property-values.ts';

/** Distinct keys, however they are held. */
export type KeySet = Pick<ReadonlySet<string>, 'size' | 'has'>;

/**
 * Keys of the nodes that live in the graph and are not in the vintage that was loaded.
 *
 * @param submitted - what the source holds; all of it lives in the graph
 * @throws {GraphSchemaError} for a kind without bookkeeping
 */
export async function* vanishedKeys(
  graph: Graph,
  kind: NodeKind,
  submitted: KeySet,
): AsyncGenerator<string> {
  const live = `MATCH (n:${kind.label}) WHERE n.${removedInOf(kind)} IS NULL`;
  for await (const { number } of graph.read(`${live} RETURN count(*) AS number`)) {
    if (number === BigInt(submitted.size)) return;
  }
  const vanished: string[] = [];
  // Collected before the first is written: what is read must not change under the reading.
  for await (const row of graph.read(`${live} RETURN n.${kind.key} AS key`)) {
    const key = row['key'] as string;
    if (!submitted.has(key)) vanished.push(key);
  }
  yield* vanished.sort();
}

/**
 * Give nodes the date of the vintage that no longer holds them. Nothing is deleted; one that has
 * a date already keeps it.
 *
 * @param vintage - 'YYYY-MM-DD'
 * @throws {GraphSchemaError} for a kind without bookkeeping
 */
export async function tombstoneNodes(
  graph: Graph,
  kind: NodeKind,
  { keys, vintage }: { readonly keys: readonly string[]; readonly vintage: string },
): Promise<LoadCounts> {
  const removedIn = removedInOf(kind);
  const statement = `UNWIND $keys AS key
    MATCH (n:${kind.label} {${kind.key}: key}) WHERE n.${removedIn} IS NULL
    SET n.${removedIn} = $vintage RETURN count(*) AS tombstoned`;
  const parameters = { keys, vintage: toGraphDate(vintage, kind.label) };
  const { rows } = await graph.write((transaction) => transaction.run(statement, parameters));
  return { ...NO_COUNTS, tombstoned: Number(rows[0]?.['tombstoned'] ?? 0) };
}

function removedInOf({ label, bookkeeping }: NodeKind): string {
  if (!bookkeeping) throw new GraphSchemaError(`"${label}" has no bookkeeping to sweep by`);
  return bookkeeping.removedIn;
}
