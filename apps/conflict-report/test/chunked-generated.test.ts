import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { readPairs, shuffle, withLambda } from './chunked-database.ts';
import { createGeneratedDatabase } from './generated-database.ts';
import { AS_OF, type GoldenDatabase } from './golden-database.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const createGenerated = (seed: number): Promise<GoldenDatabase> =>
  createGeneratedDatabase(postgres, { seed, visits: 1_000 });

describe('a generated set', () => {
  it.each([
    [7, 100],
    [8, 20],
    [9, 1_000],
  ])(
    'of seed %i ends in chunks of %i rows, interrupted once, as in one piece, and a second run adds nothing',
    async (seed, maxRows) => {
      const whole = await createGenerated(seed);
      const chunked = withLambda(await createGenerated(seed));
      const asOf = { as_of: AS_OF };

      const one = await withLambda(whole).invoke({ action: 'task_02', ...asOf });
      const first = await chunked.prepare({ max_chunk_rows: maxRows });
      const half = shuffle(first.date_chunks, seed).slice(0, Math.ceil(first.num_chunks / 2));
      for (const chunk of half) await chunked.runChunk(first, chunk);
      const second = await chunked.prepare({ max_chunk_rows: maxRows });
      for (const chunk of shuffle(second.date_chunks, seed)) await chunked.runChunk(second, chunk);
      const verified = await chunked.invoke({ action: 'task_02_verify', run_id: first.run_id });

      const resumed = await readPairs(chunked);
      const again = await withLambda(chunked).invoke({ action: 'task_02', ...asOf });

      const { updated_rows: updated } = one['result'] as { updated_rows: number };
      expect(updated).toBeGreaterThan(100);
      expect(verified).toMatchObject({ updated_rows: updated });
      expect(resumed).toBe(await readPairs(whole));
      expect(again).toMatchObject({ result: { updated_rows: updated } });
      expect(await readPairs(chunked)).toBe(resumed);
      expect(second.num_chunks).toBe(first.num_chunks - half.length);
      await whole.database.close();
      await chunked.database.close();
    },
  );
});
