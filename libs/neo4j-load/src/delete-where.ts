import type { Graph } from './connect-graph.ts';
import {
  conditionOf,
  nodeKindOf,
  relationshipKindOf,
  type GraphProfile,
  type NodeSelection,
} from './graph-profile.ts';

/** More would have to fit into the server's memory at once. Source: sbir-contracts.md section 5.5 */
const DEFAULT_BATCH_ROWS = 10_000;

/** What to delete, and how much of it in one transaction. */
export interface DeleteOptions {
  readonly batchRows?: number;
  /** Count and delete nothing. */
  readonly isDryRun?: boolean;
}

/**
 * Delete every relationship of a type, batch by batch.
 *
 * @returns how many were deleted, or would be
 */
export async function deleteWhereType(
  graph: Graph,
  profile: GraphProfile,
  { type, ...options }: DeleteOptions & { readonly type: string },
): Promise<number> {
  const { from, to } = relationshipKindOf(profile, type);
  return deleteBatches(
    graph,
    { match: `MATCH (:${from})-[x:${type}]->(:${to})`, how: 'DELETE' },
    options,
  );
}

/**
 * Delete every node of a label with its relationships, batch by batch.
 *
 * @returns how many nodes were deleted, or would be
 */
export async function deleteWhereLabel(
  graph: Graph,
  profile: GraphProfile,
  { label, ...options }: DeleteOptions & { readonly label: string },
): Promise<number> {
  const kind = nodeKindOf(profile, label);
  return deleteBatches(graph, { match: `MATCH (x:${kind.label})`, how: 'DETACH DELETE' }, options);
}

/**
 * Delete the selected nodes that have no relationship, batch by batch: what others have attached
 * to stays.
 *
 * @param besides - labels whose nodes a dry run takes for deleted already, with what hangs on them
 * @returns how many were deleted, or would be
 */
export async function deleteWhereUnattached(
  graph: Graph,
  profile: GraphProfile,
  {
    label,
    where,
    besides = [],
    ...options
  }: DeleteOptions & NodeSelection & { readonly besides?: readonly string[] },
): Promise<number> {
  const selection = where ? { label, where } : { label };
  const { condition, parameters } = conditionOf(profile, selection, 'x');
  const goners = besides.map((one) => nodeKindOf(profile, one).label);
  const other = goners.length === 0 ? '' : ` WHERE NOT other:${goners.join('|')}`;
  const match = `MATCH (x:${label}) WHERE ${condition} AND NOT EXISTS { (x)--(other)${other} }`;
  return deleteBatches(graph, { match, how: 'DELETE', parameters }, options);
}

interface Deletion {
  /** Matches what is deleted as `x`. */
  readonly match: string;
  readonly how: 'DELETE' | 'DETACH DELETE';
  readonly parameters?: Readonly<Record<string, unknown>>;
}

async function deleteBatches(
  graph: Graph,
  { match, how, parameters = {} }: Deletion,
  { batchRows = DEFAULT_BATCH_ROWS, isDryRun = false }: DeleteOptions,
): Promise<number> {
  if (isDryRun) {
    for await (const row of graph.read(`${match} RETURN count(x) AS count`, parameters))
      return Number(row['count']);
    return 0;
  }
  // LIMIT takes no bigint parameter from a float: the number is ours and stands in the text.
  const statement = `${match} WITH x LIMIT ${Math.trunc(batchRows)} ${how} x RETURN count(*) AS count`;
  let deleted = 0;
  for (;;) {
    const { rows } = await graph.write((transaction) => transaction.run(statement, parameters));
    const count = Number(rows[0]?.['count'] ?? 0);
    deleted += count;
    if (count < batchRows) return deleted;
  }
}
