import { changesOf, compareByHash, readProperties, type ComparedRows } from './compare-nodes.ts';
import type { Graph, GraphRow, GraphTransaction } from './connect-graph.ts';
import { createNodes, type NewNodes } from './create-nodes.ts';
import { GraphStatementError } from './graph-errors.ts';
import { nodeKindOf, type GraphProfile } from './graph-profile.ts';
import { NO_COUNTS, type LoadCounts } from './load-counts.ts';
import { ownValues, sortRows, type NodeRow, type ReadValues } from './node-rows.ts';
import { toGraphDate, toGraphValues } from './property-values.ts';
import type { SeenLinks } from './seen-links.ts';

/** How to write nodes. */
export interface UpsertNodesOptions<Row extends NodeRow = NodeRow> {
  readonly label: string;
  /** 'YYYY-MM-DD' of what is loaded: the first-seen date of what is new. */
  readonly vintage: string;
  /** Relationships of these types leave an updated node, in the same transaction. */
  readonly detachOnUpdate?: readonly string[] | undefined;
  /** Of rows that come without values. */
  readonly readValues?: ReadValues<Row> | undefined;
  /** The graph held no node of the label when the stage began: none is asked for. */
  readonly isNew?: boolean;
  /** Gets the keys of what is as wanted and linked as wanted; of kinds with bookkeeping alone. */
  readonly seen?: SeenLinks | undefined;
}

/**
 * Merge one batch of nodes by key, in one transaction.
 *
 * What the graph holds is asked for first, and only what differs is written: a second load of the
 * same rows writes nothing. Of a kind with bookkeeping the hash decides, else the properties do. A
 * property that is no longer supplied is removed; a node that was swept comes back to life. Keys
 * are distinct within a batch; all locks are taken in the order of the keys.
 *
 * @throws {GraphValueError} before anything of the batch is written
 */
export async function upsertNodes<Row extends NodeRow>(
  graph: Graph,
  profile: GraphProfile,
  { rows, ...options }: UpsertNodesOptions<Row> & { readonly rows: readonly Row[] },
): Promise<LoadCounts> {
  const kind = nodeKindOf(profile, options.label);
  const plan = { ...options, kind, profile, rows: sortRows(kind, rows) };
  try {
    return await writeBatch(graph, { ...plan, how: 'CREATE' });
  } catch (error) {
    // Another load made one of them meanwhile.
    if (!isConstraintViolated(error)) throw error;
    return writeBatch(graph, { ...plan, how: 'MERGE' });
  }
}

interface BatchPlan<Row extends NodeRow>
  extends UpsertNodesOptions<Row>, Pick<NewNodes, 'kind' | 'how'> {
  readonly profile: GraphProfile;
  /** In the order of their keys. */
  readonly rows: readonly Row[];
}

async function writeBatch<Row extends NodeRow>(
  graph: Graph,
  plan: BatchPlan<Row>,
): Promise<LoadCounts> {
  const { rows, seen } = plan;
  const { counts, linked } = await graph.write(async (transaction) => {
    const isNew = plan.isNew && plan.how === 'CREATE';
    const compared = isNew ? allAbsent(rows) : await compare(transaction, plan);
    const { absent, differing } = compared;
    const read = plan.readValues ?? ownValues;
    const values = absent.length > 0 ? await read(absent) : [];
    const created = await createNodes(transaction, { ...plan, rows: absent, values });
    const changes = await updateNodes(transaction, plan, differing);
    const loaded = absent.length + differing.length;
    const submitted = { submitted: rows.length, unchanged: rows.length - loaded };
    const written = { created, updated: loaded - created, loaded };
    return { counts: { ...NO_COUNTS, ...changes, ...submitted, ...written }, ...compared };
  });
  // Now that it is committed.
  for (const { key } of linked) seen?.keys.add(key);
  return counts;
}

const allAbsent = <Row extends NodeRow>(absent: readonly Row[]): ComparedRows<Row> => {
  return { absent, differing: [], linked: [] };
};

async function compare<Row extends NodeRow>(
  transaction: GraphTransaction,
  plan: BatchPlan<Row>,
): Promise<ComparedRows<Row>> {
  const { kind, rows } = plan;
  if (kind.bookkeeping) return compareByHash(transaction, plan, rows);
  const wanted = await propertiesOf(plan, rows);
  const stored = await readProperties(transaction, kind, rows);
  const differs = ({ key }: Row, index: number): boolean => {
    const found = stored.get(key);
    return !!found && Object.keys(changesOf(found, wanted[index] ?? {}, kind)).length > 0;
  };
  return {
    absent: rows.filter(({ key }) => !stored.has(key)),
    differing: rows.filter(differs),
    linked: [],
  };
}

/** All properties as the driver has them, key and bookkeeping included; those of a new node. */
async function propertiesOf<Row extends NodeRow>(
  plan: BatchPlan<Row>,
  rows: readonly Row[],
): Promise<GraphRow[]> {
  const { label, key, properties, bookkeeping } = plan.kind;
  const values = await (plan.readValues ?? ownValues)(rows);
  return rows.map((row, index) => ({
    ...toGraphValues(values[index] ?? {}, properties, label),
    ...(bookkeeping && {
      [bookkeeping.rowHash]: row.rowHash,
      [bookkeeping.firstSeen]: toGraphDate(plan.vintage, label),
    }),
    [key]: row.key,
  }));
}

function isConstraintViolated(error: unknown): boolean {
  return (
    error instanceof GraphStatementError &&
    error.code === 'Neo.ClientError.Schema.ConstraintValidationFailed'
  );
}

/** The nodes are locked before they are compared: two loads at once must not mix their rows. */
async function updateNodes<Row extends NodeRow>(
  transaction: GraphTransaction,
  plan: BatchPlan<Row>,
  rows: readonly Row[],
): Promise<Pick<LoadCounts, 'revived' | 'relationshipsDeleted'>> {
  if (rows.length === 0) return { revived: 0, relationshipsDeleted: 0 };
  const { label, key, bookkeeping } = plan.kind;
  const wanted = await propertiesOf(plan, rows);
  const places = new Map(rows.map((row, index) => [row.key, index]));
  const locked = await transaction.run(
    `UNWIND $keys AS key MATCH (n:${label} {${key}: key}) SET n.${key} = key
     RETURN key, properties(n) AS properties`,
    { keys: rows.map((row) => row.key) },
  );
  const changes = locked.rows.map((row) => {
    const place = places.get(row['key'] as string) ?? -1;
    const values = changesOf(row['properties'] as GraphRow, wanted[place] ?? {}, plan.kind);
    return { key: row['key'], values };
  });
  await transaction.run(
    `UNWIND $changes AS change MATCH (n:${label} {${key}: change.key}) SET n += change.values`,
    { changes },
  );
  const removedIn = bookkeeping?.removedIn;
  const revived = changes.filter(({ values }) => removedIn && removedIn in values).length;
  const keys = changes.map((change) => change.key);
  return { revived, relationshipsDeleted: await detach(transaction, plan, keys) };
}

async function detach(
  transaction: GraphTransaction,
  { kind, detachOnUpdate = [] }: Pick<BatchPlan<NodeRow>, 'kind' | 'detachOnUpdate'>,
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
