import type { Database } from './connect-database.ts';

/** First half of our advisory locks' keys, so that they meet no other application's. */
const LOCK_SPACE = 1_346_981_957;

/** Shared: beside other holders of the same name that share it too. Exclusive: beside none. */
export type TaskLockMode = 'exclusive' | 'shared';

/**
 * Take the lock of a name until the current transaction ends, or say who has it. Never waits.
 *
 * Advisory locks are per database; PostgreSQL hashes the name to 32 bits, so two names may share a
 * lock, which only makes one wait for the other.
 *
 * @param name - what must not run twice at a time, `conflict-report:conflict`
 * @returns undefined when the lock is ours, else its holder:
 *   `process 4711 (etl-pipeline-function) since 2025-01-20 14:30:00+00`
 */
export async function takeTaskLock(
  database: Database,
  name: string,
  mode: TaskLockMode = 'exclusive',
): Promise<string | undefined> {
  const take = mode === 'shared' ? 'pg_try_advisory_xact_lock_shared' : 'pg_try_advisory_xact_lock';
  const { rows } = await database.query(
    `select ${take}(${LOCK_SPACE}, hashtext($1::text)) as is_ours`,
    [name],
  );
  if (rows[0]?.['is_ours'] === true) return undefined;
  const holder = await database.query(
    `select format('process %s (%s) since %s', l.pid, coalesce(nullif(a.application_name, ''), 'unnamed'),
                   date_trunc('second', a.xact_start)) as holder
     from pg_locks as l
     left join pg_stat_activity as a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 2
       and l.database = (select oid from pg_database where datname = current_database())
       and l.classid = ${LOCK_SPACE}::oid
       and l.objid = ((hashtext($1::text)::bigint + 4294967296) % 4294967296)::oid`,
    [name],
  );
  const text = holder.rows[0]?.['holder'];
  return typeof text === 'string' ? text : 'a process that has ended since';
}
