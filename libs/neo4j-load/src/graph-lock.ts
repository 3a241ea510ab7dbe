import type { Graph, GraphRow, GraphTransaction } from './connect-graph.ts';
import { ensureSchema } from './ensure-schema.ts';
import { GraphUnavailableError, LockHeldError, LockLostError } from './graph-errors.ts';
import { defineGraphProfile } from './graph-profile.ts';

/** Of no graph profile, so that no load, sweep, reset, count or check sees it. */
const lockProfile = defineGraphProfile({
  name: 'lock',
  nodes: [
    {
      label: 'LoadLock',
      key: 'name',
      // Milliseconds by the server's clock, the only one that all who ask have in common.
      properties: { owner: 'string', expires_at: 'integer' },
    },
  ],
  relationships: [],
});

/** The server ends a transaction after this time: who is silent for so long has none open. */
const LEASE_MS = 300_000;

/** Who wants to write, and to what. */
export interface GraphLockOptions {
  /** What is locked: the name of a graph profile. */
  readonly name: string;
  /** Who writes: the ARN of an execution. The same owner may take the lock again and again. */
  readonly owner: string;
  /** How long the lock stays with an owner who says nothing more; default 5 minutes. */
  readonly leaseMs?: number;
}

/** A lock that is held. */
export interface GraphLock {
  /** The graph; each of its transactions first sees that the lock is still held. */
  readonly graph: Graph;
  /** The owner had the lock before, and nobody has had it since: its cursor still holds. */
  readonly isContinued: boolean;
  /** Keep the lock for the next call of this owner, for a whole lease from now. */
  keep(): Promise<void>;
  /** Let others have it; where none takes it, the owner can go on where it was. */
  giveUp(): Promise<void>;
  /**
   * Give it up after a failure, and throw nothing. A graph that cannot be reached is not asked: that
   * takes half a minute, and the lock runs out by itself.
   */
  giveUpAfter(error: unknown): Promise<void>;
  /** Remove the lock: the work is done. */
  release(): Promise<void>;
}

/**
 * Take the lock of a graph, a node in it, for as long as its owner keeps writing.
 *
 * The lease is renewed while transactions of `graph` are written. When somebody else has the lock
 * after all, because the owner was silent for too long, the next transaction is refused.
 *
 * @throws {LockHeldError} naming the holder; nothing was written then
 * @throws {LockLostError} from each write of the lock's graph, once the lock is another's
 */
export async function takeGraphLock(graph: Graph, options: GraphLockOptions): Promise<GraphLock> {
  const { name, owner, leaseMs = LEASE_MS } = options;
  await ensureSchema(graph, lockProfile);
  const parameters = { name, owner, leaseMs: BigInt(leaseMs) };
  const run = async (statement: string): Promise<readonly GraphRow[]> => {
    const work = (transaction: GraphTransaction) => transaction.run(statement, parameters);
    return (await graph.write(work, { isCounted: false })).rows;
  };
  const mine = 'MATCH (l:LoadLock {name: $name, owner: $owner})';
  const keep = async (): Promise<void> => {
    const kept = await run(`${mine} SET l.expires_at = timestamp() + $leaseMs RETURN l.name`);
    if (kept.length === 0) throw new LockLostError(name);
  };
  const check = async (transaction: GraphTransaction): Promise<boolean> => {
    const statement = `${mine} RETURN l.expires_at - timestamp() < $leaseMs / 2 AS isDue`;
    const [row] = (await transaction.run(statement, parameters)).rows;
    if (!row) throw new LockLostError(name);
    return row['isDue'] === true;
  };
  const giveUp = async (): Promise<void> => {
    await run(`${mine} SET l.expires_at = 0`);
  };
  return {
    isContinued: await take(graph, parameters),
    graph: lockedGraph(graph, { check, keep }),
    keep,
    giveUp,
    giveUpAfter: async (error) => {
      if (!isUnreachable(error)) await giveUp().catch(() => undefined);
    },
    async release() {
      await run(`${mine} DELETE l`);
    },
  };
}

/** By the driver's own codes: those of the server begin otherwise, and come from one that answers. */
function isUnreachable(error: unknown): boolean {
  return error instanceof GraphUnavailableError && !error.code.startsWith('Neo.');
}

/** @returns whether the owner had it before */
function take(
  graph: Graph,
  parameters: { readonly name: string; readonly owner: string },
): Promise<boolean> {
  return graph.write(
    async (transaction) => {
      // Setting the key locks the node: of two who come at once, the second sees what the first did.
      const { rows } = await transaction.run(
        `MERGE (l:LoadLock {name: $name}) SET l.name = $name
         RETURN l.owner AS owner, l.expires_at AS expiresAt, l.expires_at > timestamp() AS isHeld`,
        parameters,
      );
      const { owner, expiresAt, isHeld } = rows[0] ?? {};
      if (isHeld === true && owner !== parameters.owner) {
        throw new LockHeldError(parameters.name, String(owner), Number(expiresAt));
      }
      await transaction.run(
        `MATCH (l:LoadLock {name: $name})
         SET l.owner = $owner, l.expires_at = timestamp() + $leaseMs`,
        parameters,
      );
      return owner === parameters.owner;
    },
    { isCounted: false },
  );
}

function lockedGraph(
  graph: Graph,
  {
    check,
    keep,
  }: {
    readonly check: (transaction: GraphTransaction) => Promise<boolean>;
    readonly keep: () => Promise<void>;
  },
): Graph {
  return {
    ...graph,
    async write(work, options) {
      let isDue = false;
      const result = await graph.write(async (transaction) => {
        isDue = await check(transaction);
        return work(transaction);
      }, options);
      if (isDue) await keep();
      return result;
    },
  };
}
