import { describe, expect, it } from '@jest/globals';
import { shuffle, useChunkedDatabases } from './chunked-database.ts';
import { listDifferences } from './golden-database.ts';

const createDatabase = useChunkedDatabases();

const golden = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};

describe('TASK_02 in chunks', () => {
  it.each([
    [1, 12],
    [2, 5],
    [3, 1],
    [4, 15_000],
  ])(
    'B8, S3: gives the golden pairs in shuffled order %i, %i rows a chunk',
    async (seed, maxRows) => {
      const database = await createDatabase();
      await database.invoke({ action: 'task_01' });

      const plan = await database.prepare({ max_chunk_rows: maxRows });
      for (const chunk of shuffle(plan.date_chunks, seed)) await database.runChunk(plan, chunk);
      const verified = await database.invoke({ action: 'task_02_verify', run_id: plan.run_id });

      expect(plan.marked_rows).toBe(85);
      expect(verified).toMatchObject({
        chunks_total: plan.num_chunks,
        chunks_done: plan.num_chunks,
        updated_rows: 49,
        rows_left_marked: 36,
      });
      await expect(listDifferences(database, golden)).resolves.toEqual([]);
    },
  );

  it('S8: keeps chunks to their size where dates allow it, and splits a date that is larger', async () => {
    const database = await createDatabase();

    const { date_chunks: chunks } = await database.prepare({ max_chunk_rows: 12 });

    expect(chunks.filter(({ estimated_rows: rows }) => rows > 12)).toEqual([]);
    expect(chunks.filter(({ buckets }) => buckets > 1).length).toBeGreaterThan(1);
    const splitDates = chunks.filter(({ buckets }) => buckets > 1);
    expect(splitDates.filter((chunk) => chunk.start_date !== chunk.end_date)).toEqual([]);
  });

  it('shares the pairs of a split date out among its buckets', async () => {
    const database = await createDatabase();
    const plan = await database.prepare({ max_chunk_rows: 12 });
    const buckets = plan.date_chunks.filter(({ buckets }) => buckets > 1);

    const updated: unknown[] = [];
    for (const chunk of buckets) updated.push(await database.runChunk(plan, chunk));

    const dates = new Set(buckets.map(({ start_date }) => start_date));
    expect(updated.filter((rows) => Number(rows) > 0).length).toBeGreaterThan(dates.size);
  });
});
