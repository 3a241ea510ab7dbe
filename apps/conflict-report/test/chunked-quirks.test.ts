import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from '@pipelines/sql-tasks';
import { findLeaks, startTestPostgres, type TestPostgres } from '@pipelines/testing';
import type { Ports } from '../src/ports.ts';
import {
  type ChunkedDatabase,
  EXECUTION,
  readLedger,
  readPairs,
  withLambda,
} from './chunked-database.ts';
import { AS_OF, createGoldenDatabase, listDifferences } from './golden-database.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const golden = { table: 'conflictvisitmaps', key: ['ID'] };
const unchanged = { ...golden, file: 'A/input/conflict.conflictvisitmaps.csv' };
const done = { ...golden, file: 'A/after_task_02/conflict.conflictvisitmaps.csv' };

async function withDatabase(use: (run: ChunkedDatabase) => Promise<void>): Promise<void> {
  const run = withLambda(await createGoldenDatabase(postgres, 'A'));
  await use(run).finally(() => run.database.close());
}

const secondRow = 'insert into conflict.settings ("ID", "ExtraDistancePer") values (2, 1.5)';

describe('a settings table that cannot be right', () => {
  it.each([
    ['has no row', 'delete from conflict.settings', 'settings has exactly one row'],
    ['has two rows', secondRow, 'settings has exactly one row'],
    [
      'has no multiplier',
      'update conflict.settings set "ExtraDistancePer" = null',
      'settings has extra distance per',
    ],
  ])('Q8: and %s stops task_02_prepare before anything is marked', async (_, change, words) => {
    await withDatabase(async (run) => {
      await run.database.query(change);

      const refused = run.prepare();

      await expect(refused).rejects.toMatchObject({
        name: 'GetChunksError',
        message: expect.stringContaining(words) as unknown,
      });
      expect(await readLedger(run)).toEqual([]);
      await expect(listDifferences(run, unchanged)).resolves.toEqual([]);
    });
  });

  it('Q8: stops each chunk when it becomes so after the plan, and the run goes on once it is right', async () => {
    await withDatabase(async (run) => {
      const plan = await run.prepare();
      const marked = await readPairs(run);
      await run.database.query(secondRow);

      for (const chunk of plan.date_chunks) {
        await expect(run.runChunk(plan, chunk)).rejects.toMatchObject({
          name: 'ChunkProcessingError',
          message: expect.stringContaining('settings has exactly one row') as unknown,
        });
      }
      const refused = [await readPairs(run), await readLedger(run)];
      await run.database.query('delete from conflict.settings where "ID" = 2');
      const second = await run.prepare();
      for (const chunk of second.date_chunks) await run.runChunk(second, chunk);
      await run.invoke({ action: 'task_02_verify', run_id: second.run_id });

      const failed = expect.objectContaining({ status: 'failed', updated: 0 }) as unknown;
      expect(refused).toEqual([marked, plan.date_chunks.map(() => failed)]);
      expect(second.date_chunks).toEqual(plan.date_chunks);
      await expect(listDifferences(run, done)).resolves.toEqual([]);
    });
  });
});

const coordinates = (text: string): string =>
  `update analytics.factvisitcallperformance_cr
   set "Call Out GPS Coordinates" = '${text}', "Call In GPS Coordinates" = '${text}'`;

describe('data that cannot be parsed', () => {
  it.each([
    ['Q10: words for coordinates', coordinates('unknown')],
    ['Q10: one coordinate', coordinates('40.7')],
    ['Q10: three coordinates', coordinates('40.7,-73.9,12')],
    ['Q10: coordinates too large for a number', coordinates('1e999,-1e999')],
    ['Q10: coordinates that are no place', coordinates('NaN,181')],
    [
      'Q11: the longest names',
      `update analytics.dimprovider set "Provider Name" = repeat('p', 200)`,
    ],
    [
      'Q1: visits without scheduled times',
      `update analytics.factvisitcallperformance_cr
       set "Scheduled Start Time" = null, "Scheduled End Time" = null`,
    ],
    ['blank SSNs', `update analytics.dimcaregiver set "SSN" = '  ' where "Caregiver Id" < 'CG-5'`],
  ])('%s: chunks end well and give what one piece gives', async (_, damage) => {
    await withDatabase(async (inOnePiece) => {
      await inOnePiece.database.query(damage);
      await inOnePiece.invoke({ action: 'task_02' });
      const expected = await readPairs(inOnePiece);
      await withDatabase(async (run) => {
        await run.database.query(damage);

        const plan = await run.prepare();
        for (const chunk of plan.date_chunks) await run.runChunk(plan, chunk);
        const verified = await run.invoke({ action: 'task_02_verify', run_id: plan.run_id });

        expect(verified).toMatchObject({ chunks_done: plan.num_chunks });
        expect(await readPairs(run)).toBe(expected);
      });
    });
  });
});

interface Statement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** The real driver, which notes what it is asked. */
function recordStatements(): { readonly connect: Ports['connect']; readonly asked: Statement[] } {
  const asked: Statement[] = [];
  const connect: Ports['connect'] = async (options) => {
    const database = await connectDatabase(options);
    const query: Database['query'] = (text, values = []) => {
      asked.push({ text, values });
      return database.query(text, values);
    };
    return { query, close: () => database.close() };
  };
  return { connect, asked };
}

describe('the SQL text of chunks', () => {
  it('S8: holds no SSN and nothing of the event: dates, ids and times are bound values', async () => {
    const { connect, asked } = recordStatements();
    const run = withLambda(await createGoldenDatabase(postgres, 'A'), {}, connect);
    // The next run_id is one that no other number can be taken for.
    await run.database.query(
      `insert into conflict.etl_run (run_id, as_of, status) values (77001, '2025-01-01Z', 'done')`,
    );
    const { rows } = await run.database.query(
      'select distinct "SSN" as ssn from analytics.dimcaregiver',
    );
    const ssns = rows.map(({ ssn }) => String(ssn)).filter((ssn) => /^\d/.test(ssn));

    const plan = await run.prepare({ max_chunk_rows: 7_919 });
    const [chunk] = plan.date_chunks;
    if (!chunk) throw new Error('the golden set has one chunk');
    await run.runChunk(plan, chunk);
    const { start_date, end_date } = chunk;
    await run.invoke({
      action: 'task_02_chunk',
      start_date,
      end_date,
      bucket: 4_001,
      buckets: 4_003,
    });
    await run.invoke({ action: 'task_02_verify', run_id: plan.run_id });
    await run.database.close();

    const asOf = new Date(AS_OF).toISOString();
    const literals = [asOf, EXECUTION, '77002', '7919', start_date, end_date, '4001', '4003'];
    const texts = asked.map(({ text }) => text);
    const bound = new Set(asked.flatMap(({ values }) => values));
    expect(literals.filter((literal) => !bound.has(literal))).toEqual([]);
    expect(literals.filter((literal) => texts.some((text) => text.includes(literal)))).toEqual([]);
    expect(ssns.length).toBeGreaterThan(50);
    expect(findLeaks(texts, ssns)).toEqual([]);
    expect(findLeaks([...bound].map(String), ssns)).toEqual([]);
  });
});
