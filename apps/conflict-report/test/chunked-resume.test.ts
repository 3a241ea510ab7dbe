import { describe, expect, it } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { inspect } from 'node:util';
import { readLedger, readPairs, useChunkedDatabases } from './chunked-database.ts';
import { listDifferences } from './golden-database.ts';

const createDatabase = useChunkedDatabases();

const SSN = /\b\d{3}-\d{2}-\d{4}\b/g;
const golden = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};

/** The chunk of pair 1 fails when it updates that pair, with the whole row in the server's message. */
const RAISE_ROW = `
  create function public.raise_row() returns trigger language plpgsql as $$
  begin
    raise exception 'row %', new using detail = new::text, hint = new::text;
  end $$`;
const BREAK_PAIR_1 = `
  create trigger break_pair before update on conflict.conflictvisitmaps for each row
  when (new."ID" = 1 and new."UpdateFlag" is null)
  execute function public.raise_row()`;

async function readSettings(
  database: Awaited<ReturnType<typeof createDatabase>>,
): Promise<unknown> {
  const { rows } = await database.database.query(
    `select "InProgressFlag"::int as flag, "LastLoadDate"::text as loaded from conflict.settings`,
  );
  return rows;
}

describe('a run of chunks that was interrupted', () => {
  it('S7: goes on with what is left, without marking again, and ends like any other', async () => {
    const database = await createDatabase();
    await database.invoke({ action: 'task_01' });
    const first = await database.prepare();
    const [done, alsoDone, ...left] = first.date_chunks;
    if (!done || !alsoDone) throw new Error('too few chunks to interrupt');
    await database.runChunk(first, done);
    await database.runChunk(first, alsoDone);
    const before = await readPairs(database);

    const second = await database.prepare();
    const afterwards = await readPairs(database);
    for (const chunk of second.date_chunks) await database.runChunk(second, chunk);
    await database.invoke({ action: 'task_02_verify', run_id: second.run_id });

    expect(afterwards).toBe(before);
    expect(second).toMatchObject({ run_id: first.run_id, marked_rows: 85, date_chunks: left });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
    expect(await readSettings(database)).toEqual([{ flag: 2, loaded: '2025-01-20 14:30:00' }]);
  });

  it('is closed when only its verification was missing', async () => {
    const database = await createDatabase();
    await database.invoke({ action: 'task_01' });
    const first = await database.prepare();
    for (const chunk of first.date_chunks) await database.runChunk(first, chunk);

    const second = await database.prepare();

    expect(second).toMatchObject({ run_id: first.run_id, num_chunks: 0, date_chunks: [] });
    expect(await readSettings(database)).toEqual([{ flag: 2, loaded: '2025-01-20 14:30:00' }]);
    expect((await database.prepare()).run_id).toBe(first.run_id + 1);
  });

  it('gives way to a run of another moment, and its chunks are refused', async () => {
    const database = await createDatabase();
    const first = await database.prepare();
    const [chunk] = first.date_chunks;
    if (!chunk) throw new Error('no chunk');

    const second = await database.prepare({ as_of: '2025-01-21T14:30:00Z' });

    expect(second.run_id).toBe(first.run_id + 1);
    await expect(database.runChunk(first, chunk)).rejects.toMatchObject({
      name: 'ChunkProcessingError',
      message: expect.stringContaining('Chunk 1 of run 1 is not in the ledger') as unknown,
    });
    await expect(
      database.invoke({ action: 'task_02_verify', run_id: first.run_id }),
    ).rejects.toMatchObject({ name: 'ChunkVerificationError' });
  });
});

describe('a chunk', () => {
  it('updates nothing when it is run again after it is done', async () => {
    const database = await createDatabase();
    const plan = await database.prepare();
    for (const chunk of plan.date_chunks) await database.runChunk(plan, chunk);
    const before = [await readPairs(database), (await readLedger(database)).length];

    const again = await Promise.all(
      plan.date_chunks.map((chunk) => database.runChunk(plan, chunk)),
    );
    const verified = await database.invoke({ action: 'task_02_verify', run_id: plan.run_id });

    expect(again).toEqual(plan.date_chunks.map(() => 0));
    expect([await readPairs(database), (await readLedger(database)).length]).toEqual(before);
    expect(verified).toMatchObject({ updated_rows: 49 });
  });

  it('gives the golden pairs beside all the others', async () => {
    const database = await createDatabase();
    const plan = await database.prepare({ max_chunk_rows: 5 });

    await Promise.all(plan.date_chunks.map((chunk) => database.runChunk(plan, chunk)));

    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });

  it('S4, S5: that fails leaves the others alone, is named, and can be done later', async () => {
    const database = await createDatabase();
    await database.invoke({ action: 'task_01' });
    const { rows } = await database.database.query(
      'select "SSN" from analytics.dimcaregiver where "SSN" is not null',
    );
    const ssns = JSON.stringify(rows).match(SSN) ?? [];
    await database.database.query(RAISE_ROW);
    await database.database.query(BREAK_PAIR_1);
    const plan = await database.prepare();

    const failures: unknown[] = [];
    for (const chunk of plan.date_chunks) {
      await database.runChunk(plan, chunk).catch((error: unknown) => failures.push(error));
    }
    const verified = await database
      .invoke({ action: 'task_02_verify', run_id: plan.run_id })
      .catch((error: unknown) => error);
    const ledger = await readLedger(database);
    const settings = await readSettings(database);
    const failed = ledger.filter((row) => (row as { status: string }).status !== 'done');
    await database.database.query('drop trigger break_pair on conflict.conflictvisitmaps');
    const second = await database.prepare();
    for (const chunk of second.date_chunks) await database.runChunk(second, chunk);
    await database.invoke({ action: 'task_02_verify', run_id: plan.run_id });

    expect(ssns.length).toBeGreaterThan(50);
    expect(failures).toMatchObject([{ name: 'ChunkProcessingError' }]);
    expect(failed).toMatchObject([
      { status: 'failed', updated: 0, error: expect.stringContaining('P0001') as unknown },
    ]);
    const { chunk_id: id } = failed[0] as { chunk_id: number };
    expect(verified).toMatchObject({
      name: 'ChunkVerificationError',
      message: expect.stringContaining(`Run ${plan.run_id}: not done are chunks ${id}.`) as unknown,
    });
    expect(settings).toEqual([{ flag: 2, loaded: '2025-01-19 06:00:00' }]);
    expect(second.date_chunks.map(({ chunk_id }) => chunk_id)).toEqual([id]);
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
    expect(
      findLeaks(
        [JSON.stringify([plan, ledger]), inspect([failures, verified], { depth: 10 })].concat(
          database.lines,
        ),
        ssns,
      ),
    ).toEqual([]);
  });

  it('S6: has the pairs of its visits, whatever date a pair was stored with', async () => {
    const database = await createDatabase();
    await database.database.query(
      `update conflict.conflictvisitmaps set "VisitDate" = date '2024-06-01' where "ID" = 1`,
    );
    const plan = await database.prepare({ max_chunk_rows: 5 });

    for (const chunk of plan.date_chunks) await database.runChunk(plan, chunk);

    expect(plan.date_chunks.filter(({ start_date: date }) => date < '2024-06-02')).toHaveLength(1);
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });

  it('A1: can be named by its dates alone, or by its ids', async () => {
    const database = await createDatabase();
    await database.prepare();

    const answer = await database.invoke({
      action: 'process_task02_chunk',
      start_date: '2023-01-01',
      end_date: '2025-12-31',
    });

    expect(answer).toMatchObject({ task: 'TASK_02_CHUNK', updated_rows: 49 });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });
});
