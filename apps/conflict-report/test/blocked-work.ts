import type { Database } from '@pipelines/sql-tasks';

/** A call of the Lambda that stands still in the middle of its transaction. */
export interface BlockedWork {
  /** Process of its connection on the server. */
  readonly backend: string;
  /** What the call came to: its answer or its error. */
  readonly outcome: Promise<unknown>;
}

/**
 * Start a call of the Lambda and wait until it stands still at a lock that the test holds.
 *
 * @param observer - a connection that nobody else uses meanwhile
 * @throws when the call ends without having waited
 */
export async function runUntilBlocked(
  observer: Database,
  work: () => Promise<unknown>,
): Promise<BlockedWork> {
  let hasEnded = false;
  const outcome = work()
    .catch((error: unknown) => error)
    .finally(() => (hasEnded = true));
  while (!hasEnded) {
    const { rows } = await observer.query(`select pid from pg_stat_activity
      where datname = current_database() and application_name = 'etl-pipeline-function'
        and wait_event_type = 'Lock'`);
    if (rows[0]) return { backend: String(rows[0]['pid']), outcome };
  }
  throw new Error('the call ended without waiting for the lock', { cause: await outcome });
}

/** Begin a transaction that keeps others from writing one pair, in the middle of their updates. */
export async function lockPair(session: Database, id: number): Promise<void> {
  await session.query('begin');
  await session.query(
    'select from conflict.conflictvisitmaps where "ID" = $1::numeric for update',
    [String(id)],
  );
}
