import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lockPair, runUntilBlocked } from './blocked-work.ts';
import { type ChunkedDatabase, readLedger, readPairs, withLambda } from './chunked-database.ts';
import {
  connectTo,
  createGoldenDatabase,
  type GoldenDatabase,
  listDifferences,
} from './golden-database.ts';
import {
  type RestartablePostgres,
  type Shutdown,
  startRestartablePostgres,
} from './restartable-postgres.ts';

const golden = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};
const MANNERS: readonly Shutdown[] = ['fast', 'immediate'];

let postgres: RestartablePostgres;
let database: ChunkedDatabase;
beforeAll(async () => {
  postgres = await startRestartablePostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  database = withLambda(await createGoldenDatabase(postgres, 'A'));
  await database.invoke({ action: 'task_01' });
});
afterEach(() => database.database.close());

/** Take the server down while `work` is about to write pair 3, which it has to update. */
async function restartDuring(manner: Shutdown, work: () => Promise<unknown>): Promise<unknown> {
  const locker = await connectTo(database.connection);
  await lockPair(locker, 3);
  const { outcome } = await runUntilBlocked(database.database, work);
  await postgres.shutDown(manner);
  const ended = await outcome;
  await locker.close();
  await database.database.close();
  const reopened: GoldenDatabase = await postgres.reopen(database.connection);
  database = withLambda(reopened);
  return ended;
}

const readFlag = async (): Promise<unknown> =>
  (await database.database.query('select "InProgressFlag"::int as flag from conflict.settings'))
    .rows[0];

describe.each(MANNERS)('a database that is restarted (%s)', (manner) => {
  it('A7: in the middle of TASK_02 has nothing of it, and the next run gives the golden pairs', async () => {
    const before = await readPairs(database);

    const failed = await restartDuring(manner, () => database.invoke({ action: 'task_02' }));
    const afterwards = [await readPairs(database), await readFlag()];
    const again = await database.invoke({ action: 'task_02' });

    expect(failed).toMatchObject({ name: 'Task02ExecutionError' });
    // Nobody could be told: the flag of TASK_01 stays until the next run sets it.
    expect(afterwards).toEqual([before, { flag: 1 }]);
    expect(again).toMatchObject({ result: { updated_rows: 49 } });
    expect(await readFlag()).toEqual({ flag: 2 });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });

  it('in the middle of task_02_prepare has neither marks nor a plan', async () => {
    const before = await readPairs(database);

    const failed = await restartDuring(manner, () => database.prepare());
    const afterwards = [await readPairs(database), await readLedger(database)];
    const plan = await database.prepare();
    for (const chunk of plan.date_chunks) await database.runChunk(plan, chunk);
    const verified = await database.invoke({ action: 'task_02_verify', run_id: plan.run_id });

    expect(failed).toMatchObject({ name: 'GetChunksError' });
    expect(afterwards).toEqual([before, []]);
    expect(plan.run_id).toBe(1);
    expect(verified).toMatchObject({ updated_rows: 49, rows_left_marked: 36 });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });

  it('A7: in the middle of a chunk keeps the others, and that one is done by the next run', async () => {
    const plan = await database.prepare();
    const found = await database.database.query(
      `select c.chunk_id
       from conflict.conflictvisitmaps as m
       join analytics.factvisitcallperformance_cr as f on f."Visit Id" = m."VisitID"
       join analytics.dimcaregiver as g on g."Caregiver Id" = f."Caregiver Id"
       join conflict.etl_chunk_state as c
         on f."Visit Date" between c.start_date and c.end_date
         and mod(hashtext(trim(g."SSN"))::bigint + 2147483648, c.buckets) = c.bucket
       where m."ID" = 3`,
    );
    const id = Number(found.rows[0]?.['chunk_id']);
    const hit = plan.date_chunks.filter((chunk) => chunk.chunk_id === id);
    const others = plan.date_chunks.filter((chunk) => chunk.chunk_id !== id);
    for (const chunk of others) await database.runChunk(plan, chunk);
    const before = await readPairs(database);

    const failed = await restartDuring(manner, async () =>
      Promise.all(hit.map((chunk) => database.runChunk(plan, chunk))),
    );
    const afterwards = await readPairs(database);
    const ledger = await readLedger(database);
    const second = await database.prepare();
    for (const chunk of second.date_chunks) await database.runChunk(second, chunk);
    const verified = await database.invoke({ action: 'task_02_verify', run_id: plan.run_id });

    expect(failed).toMatchObject({ name: 'ChunkProcessingError' });
    expect(afterwards).toBe(before);
    expect(ledger.filter((row) => (row as { status: string }).status !== 'done')).toMatchObject([
      { chunk_id: id, status: 'pending', updated: 0 },
    ]);
    expect([second.run_id, second.date_chunks]).toEqual([plan.run_id, hit]);
    expect(verified).toMatchObject({ chunks_done: plan.num_chunks, updated_rows: 49 });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });
});
