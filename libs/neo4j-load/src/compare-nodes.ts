import type { GraphRow, GraphTransaction } from './connect-graph.ts';
import type { GraphProfile, NodeKind } from './graph-profile.ts';
import type { NodeRow } from './node-rows.ts';
import { isSameValue } from './property-values.ts';
import { linkChecks, type SeenLinks } from './seen-links.ts';
import { toTextLines } from './text-lines.ts';

/** What a batch of rows is to the graph. */
export interface ComparedRows<Row extends NodeRow> {
  readonly absent: readonly Row[];
  readonly differing: readonly Row[];
  /** As wanted, and linked as wanted. */
  readonly linked: readonly Row[];
}

/**
 * Compare rows with the nodes of their keys by their hashes, and by their links where `seen` asks
 * for it. The server answers with the places of the rows, not with what it holds.
 */
export async function compareByHash<Row extends NodeRow>(
  transaction: GraphTransaction,
  { kind, profile, seen }: { kind: NodeKind; profile: GraphProfile; seen?: SeenLinks | undefined },
  rows: readonly Row[],
): Promise<ComparedRows<Row>> {
  const { lines, separator } = toTextLines(
    rows.map(({ key, rowHash, ends = [] }) => [
      ...[key, rowHash],
      ...(seen?.types ?? []).map((_, index) => ends[index] ?? ''),
    ]),
  );
  const { rows: groups } = await transaction.run(comparison(kind, profile, seen), {
    lines,
    separator,
  });
  const placesOf = new Map(groups.map(({ state, places }) => [state, places as bigint[]]));
  const rowsThatAre = (state: string): Row[] => {
    const places = (placesOf.get(state) ?? []).map(Number);
    // The order in which they were collected is nobody's promise.
    return places.sort((one, other) => one - other).flatMap((place) => rows[place] ?? []);
  };
  return {
    absent: rowsThatAre('absent'),
    differing: rowsThatAre('differing'),
    linked: seen ? rowsThatAre('linked') : [],
  };
}

function comparison(
  { label, key, bookkeeping }: NodeKind,
  profile: GraphProfile,
  seen: SeenLinks | undefined,
): string {
  const { lists, condition } = seen
    ? linkChecks(profile, seen, 2)
    : { lists: {}, condition: 'false' };
  const named = Object.entries(lists).map(([name, list]) => `, ${list} AS ${name}`);
  const [hash, removed] = [`n.${bookkeeping?.rowHash}`, `n.${bookkeeping?.removedIn}`];
  return `UNWIND range(0, size($lines) - 1) AS place
    WITH place, split($lines[place], $separator) AS text
    OPTIONAL MATCH (n:${label} {${key}: text[0]})
    WITH place, text, n${named.join('')}
    WITH place, CASE
      WHEN n IS NULL THEN 'absent'
      WHEN ${removed} IS NOT NULL OR coalesce(${hash}, '') <> text[1] THEN 'differing'
      WHEN ${condition} THEN 'linked'
      ELSE 'equal' END AS state
    RETURN state, collect(place) AS places`;
}

/** Properties that the graph holds, by key; the nodes stay unlocked. */
export async function readProperties(
  transaction: GraphTransaction,
  { label, key }: NodeKind,
  rows: readonly NodeRow[],
): Promise<ReadonlyMap<string, GraphRow>> {
  const { rows: found } = await transaction.run(
    `UNWIND $keys AS key MATCH (n:${label} {${key}: key}) RETURN key, properties(n) AS properties`,
    { keys: rows.map((row) => row.key) },
  );
  return new Map(found.map((row) => [row['key'] as string, row['properties'] as GraphRow]));
}

/** What to set, with null for what has to go. The first-seen date stays what it is. */
export function changesOf(
  stored: GraphRow,
  wanted: GraphRow,
  { bookkeeping }: NodeKind,
): Record<string, unknown> {
  const names = new Set([...Object.keys(stored), ...Object.keys(wanted)]);
  if (bookkeeping && bookkeeping.firstSeen in stored) names.delete(bookkeeping.firstSeen);
  const differing = [...names].filter((name) => !isSameValue(stored[name], wanted[name]));
  return Object.fromEntries(differing.map((name) => [name, wanted[name] ?? null]));
}
