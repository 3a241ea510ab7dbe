import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { lockPair, runUntilBlocked } from './blocked-work.ts';
import {
  type ChunkedDatabase,
  readLedger,
  readPairs,
  useChunkedDatabases,
} from './chunked-database.ts';
import { connectTo, listDifferences } from './golden-database.ts';

const createDatabase = useChunkedDatabases();

const golden = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};

/**
 * Another session holds what the task needs next, and then asks for what the task holds. The task
 * is the one that PostgreSQL chooses to fail: the other session never looks for a deadlock.
 */
async function deadlock(
  database: ChunkedDatabase,
  options: {
    readonly hold: (other: ChunkedDatabase['database']) => Promise<unknown>;
    readonly work: () => Promise<unknown>;
    readonly want: string;
  },
): Promise<unknown> {
  await database.database.query(
    `alter database "${database.connection.database}" set deadlock_timeout = '3s'`,
  );
  const other = await connectTo(database.connection);
  await other.query(`set deadlock_timeout = '1h'`);
  await options.hold(other);
  const { outcome } = await runUntilBlocked(database.database, options.work);
  await other.query(options.want);
  await other.query('rollback');
  await other.close();
  return outcome;
}

describe('a deadlock with another session', () => {
  it('undoes TASK_02 under the name that the machine retries; the next attempt succeeds', async () => {
    const database = await createDatabase();
    await database.invoke({ action: 'task_01' });
    const before = await readPairs(database);
    const { rows } = await database.database.query(
      'select "SSN" as ssn from analytics.dimcaregiver',
    );
    const ssns = rows.map(({ ssn }) => String(ssn).trim()).filter((ssn) => /^\d{3}-/.test(ssn));

    const failure = await deadlock(database, {
      hold: async (other) => {
        await other.query('begin');
        await other.query('select from conflict.settings for update');
      },
      work: () => database.invoke({ action: 'task_02' }),
      want: `update conflict.conflictvisitmaps set "AideCode" = 'other' where "ID" = 3`,
    });
    const afterwards = await readPairs(database);
    const again = await database.invoke({ action: 'task_02' });

    expect(failure).toMatchObject({
      name: 'Task02ExecutionError',
      message: expect.stringContaining('SQLSTATE 40P01') as unknown,
    });
    expect(afterwards).toBe(before);
    expect(again).toMatchObject({ result: { updated_rows: 49 } });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
    expect(ssns.length).toBeGreaterThan(50);
    expect(findLeaks([inspect(failure, { depth: 10 }), ...database.lines], ssns)).toEqual([]);
  });

  it('undoes one chunk, is told to the ledger, and the next attempt succeeds', async () => {
    const database = await createDatabase();
    const plan = await database.prepare({ max_chunk_rows: 15_000 });
    const [chunk, ...others] = plan.date_chunks;
    if (!chunk || others.length > 0) throw new Error('one chunk was expected');

    const failure = await deadlock(database, {
      hold: (other) => lockPair(other, 3),
      work: () => database.runChunk(plan, chunk),
      want: `update conflict.etl_chunk_state set estimated_rows = 0`,
    });
    const ledger = await readLedger(database);
    const again = await database.runChunk(plan, chunk);

    expect(failure).toMatchObject({ name: 'ChunkProcessingError' });
    expect(ledger).toMatchObject([
      { status: 'failed', updated: 0, error: expect.stringContaining('40P01') as unknown },
    ]);
    expect(again).toBe(49);
    expect(await readLedger(database)).toMatchObject([
      { status: 'done', updated: 49, error: null },
    ]);
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });
});
