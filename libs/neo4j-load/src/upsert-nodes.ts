import type { Graph, GraphRow, GraphTransaction } from './connect-graph.ts';
import { GraphStatementError } from './graph-errors.ts';
import type { NodeKind } from './graph-profile.ts';
import { encodeRows, type NodeRow, type WantedNode } from './encode-rows.ts';
import { isSameValue } from './property-values.ts';
import { NO_COUNTS, type LoadCounts } from './load-counts.ts';

/** How to write nodes. */
export interface UpsertNodesOptions {
  /** 'YYYY-MM-DD' of what is loaded: the first-seen date of what is new. */
  readonly vintage: string;
  /** Relationships of these types leave an updated node, in the same transaction. */
  readonly detachOnUpdate?: readonly string[];
}

/**
 * Merge one batch of nodes by key, in one transaction.
 *
 * What the graph holds is read first, and only what differs is written: a second load of the same
 * rows writes nothing. Of a kind with bookkeeping the hash decides, else the properties do. A
 * property that is no longer supplied is removed; a node that was swept comes back to life. Keys
 * are distinct within a batch; all locks are taken in the order of the keys.
 *
 * @throws {GraphValueError} before anything is sent
 */
export async function upsertNodes(
  graph: Graph,
  kind: NodeKind,
  { rows, ...options }: UpsertNodesOptions & { readonly rows: readonly NodeRow[] },
): Promise<LoadCounts> {
  const wanted = encodeRows(kind, rows, options.vintage);
  const plan = { kind, wanted, detachOnUpdate: options.detachOnUpdate ?? [] };
  try {
    return await writeBatch(graph, { ...plan, how: 'CREATE' });
  } catch (error) {
    // Another load made one of them meanwhile.
    if (!isConstraintViolated(error)) throw error;
    return writeBatch(graph, { ...plan, how: 'MERGE' });
  }
}

interface BatchPlan {
  readonly kind: NodeKind;
  readonly wanted: readonly WantedNode[];
  readonly detachOnUpdate: readonly string[];
  /** Of what was absent a moment ago; CREATE costs the server less, and fails where it is there. */
  readonly how: 'CREATE' | 'MERGE';
}

function writeBatch(graph: Graph, { wanted, ...plan }: BatchPlan): Promise<LoadCounts> {
  return graph.write(async (transaction) => {
    const batch = { transaction, ...plan };
    const present = await readPresent(batch, wanted);
    const absent = wanted.filter((node) => !present.has(node.key));
    const differing = wanted.filter((node) => present.get(node.key) === false);
    const created = await createNodes(batch, absent, plan.how);
    const changes = await updateNodes(batch, differing);
    const loaded = absent.length + differing.length;
    return {
      ...NO_COUNTS,
      ...changes,
      submitted: wanted.length,
      created,
      updated: loaded - created,
      unchanged: wanted.length - loaded,
      loaded,
    };
  });
}

interface Batch {
  readonly transaction: GraphTransaction;
  readonly kind: NodeKind;
  readonly detachOnUpdate: readonly string[];
}

/** By key of what is there: whether it is as wanted. */
async function readPresent(
  { transaction, kind }: Batch,
  wanted: readonly WantedNode[],
): Promise<Map<string, boolean>> {
  const { label, key, bookkeeping } = kind;
  const state = bookkeeping
    ? `n.${bookkeeping.rowHash} AS hash, n.${bookkeeping.removedIn} IS NULL AS isLive`
    : 'properties(n) AS properties';
  const { rows } = await transaction.run(
    `UNWIND $keys AS key MATCH (n:${label} {${key}: key}) RETURN key, ${state}`,
    { keys: wanted.map((node) => node.key) },
  );
  const wantedByKey = new Map(wanted.map((node) => [node.key, node]));
  return new Map(
    rows.map((row) => {
      const node = wantedByKey.get(row['key'] as string);
      const isAsWanted = bookkeeping
        ? row['isLive'] === true && row['hash'] === node?.rowHash
        : Object.keys(changesOf(row, node, kind)).length === 0;
      return [row['key'] as string, isAsWanted];
    }),
  );
}

/** SET = replaces everything: where another load was faster, the node is one row's, not a mixture. */
async function createNodes(
  { transaction, kind }: Batch,
  nodes: readonly WantedNode[],
  how: BatchPlan['how'],
): Promise<number> {
  if (nodes.length === 0) return 0;
  const node = how === 'CREATE' ? kind.label : `${kind.label} {${kind.key}: node.${kind.key}}`;
  const { writes } = await transaction.run(
    `UNWIND $nodes AS node ${how} (n:${node}) SET n = node`,
    { nodes: nodes.map(({ properties }) => properties) },
  );
  return writes.nodesCreated;
}

function isConstraintViolated(error: unknown): boolean {
  return (
    error instanceof GraphStatementError &&
    error.code === 'Neo.ClientError.Schema.ConstraintValidationFailed'
  );
}

/** The nodes are locked before they are compared: two loads at once must not mix their rows. */
async function updateNodes(
  { transaction, kind, detachOnUpdate }: Batch,
  nodes: readonly WantedNode[],
): Promise<Pick<LoadCounts, 'revived' | 'relationshipsDeleted'>> {
  if (nodes.length === 0) return { revived: 0, relationshipsDeleted: 0 };
  const { label, key, bookkeeping } = kind;
  const locked = await transaction.run(
    `UNWIND $keys AS key MATCH (n:${label} {${key}: key}) SET n.${key} = key
     RETURN key, properties(n) AS properties`,
    { keys: nodes.map((node) => node.key) },
  );
  const wantedByKey = new Map(nodes.map((node) => [node.key, node]));
  const changes = locked.rows.map((row) => ({
    key: row['key'],
    values: changesOf(row, wantedByKey.get(row['key'] as string), kind),
  }));
  await transaction.run(
    `UNWIND $changes AS change MATCH (n:${label} {${key}: change.key}) SET n += change.values`,
    { changes },
  );
  const removedIn = bookkeeping?.removedIn;
  const revived = changes.filter(({ values }) => removedIn && removedIn in values).length;
  const keys = changes.map((change) => change.key);
  const relationshipsDeleted = await detach({ transaction, kind, detachOnUpdate }, keys);
  return { revived, relationshipsDeleted };
}

async function detach(
  { transaction, kind, detachOnUpdate }: Batch,
  keys: readonly unknown[],
): Promise<number> {
  if (detachOnUpdate.length === 0) return 0;
  const { writes } = await transaction.run(
    `UNWIND $keys AS key
     MATCH (:${kind.label} {${kind.key}: key})-[r:${detachOnUpdate.join('|')}]-() DELETE r`,
    { keys },
  );
  return writes.relationshipsDeleted;
}

/** What to set, with null for what has to go. The first-seen date stays what it is. */
function changesOf(
  row: GraphRow,
  node: WantedNode | undefined,
  { bookkeeping }: NodeKind,
): Record<string, unknown> {
  const stored = row['properties'] as Readonly<Record<string, unknown>>;
  const wanted = node?.properties ?? {};
  const names = new Set([...Object.keys(stored), ...Object.keys(wanted)]);
  if (bookkeeping && bookkeeping.firstSeen in stored) names.delete(bookkeeping.firstSeen);
  const differing = [...names].filter((name) => !isSameValue(stored[name], wanted[name]));
  return Object.fromEntries(differing.map((name) => [name, wanted[name] ?? null]));
}
