import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { readLedger, readPairs, useChunkedDatabases } from './chunked-database.ts';
import { goldenPath, listDifferences } from './golden-database.ts';

const createDatabase = useChunkedDatabases();

let ssns: readonly string[];
beforeAll(async () => {
  const caregivers = await readFile(goldenPath('A/input/analytics.dimcaregiver.csv'), 'utf8');
  ssns = [...new Set(caregivers.match(/\b\d{3}-\d{2}-\d{4}\b/g))];
});

const golden = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};

/** Before each row that the chunk writes, the database itself does this with it. */
const onEachRow = (statement: string): string =>
  `create function public.canary() returns trigger language plpgsql as $$
   begin
     ${statement};
     return new;
   end $$;
   create trigger canary before update on conflict.conflictvisitmaps
   for each row execute function public.canary()`;
const NO_TRIGGER = 'drop trigger canary on conflict.conflictvisitmaps';
const width = (characters: number): string =>
  `alter table conflict.conflictvisitmaps alter "ConAideSSN" type varchar(${characters})`;

describe('an error inside a chunk', () => {
  it.each([
    ['22001', 'a value too long', width(5), width(50)],
    [
      '22P02',
      'a text read as a number',
      onEachRow('perform new."ConAideSSN"::integer'),
      NO_TRIGGER,
    ],
    [
      '22012',
      'a division by zero',
      onEachRow(`perform 1 / position('?' in new."ConAideSSN")`),
      NO_TRIGGER,
    ],
    [
      '23505',
      'a second row of a key',
      'create unique index canary on conflict.conflictvisitmaps ("ConAideSSN", "SameSchTimeFlag")',
      'drop index conflict.canary',
    ],
    [
      'P0001',
      'a row quoted in message, detail and hint',
      onEachRow(`raise exception 'row %', new using detail = new::text, hint = new::text`),
      NO_TRIGGER,
    ],
  ])(
    '%s (%s) quotes nothing, and its pairs are done later',
    async (sqlState, _, damage, repair) => {
      const database = await createDatabase();
      await database.invoke({ action: 'task_01' });
      const plan = await database.prepare({ max_chunk_rows: 15_000 });
      const [chunk] = plan.date_chunks;
      if (!chunk) throw new Error('the golden set has one chunk');
      await database.database.query(damage);
      const before = await readPairs(database);

      const error = await database.runChunk(plan, chunk).catch((thrown: unknown) => thrown);
      const verified = await database
        .invoke({ action: 'task_02_verify', run_id: plan.run_id })
        .catch((thrown: unknown) => thrown);
      const afterwards = await readPairs(database);
      const ledger = await readLedger(database);
      const { rows: audit } = await database.database.query('select * from conflict.etl_audit');

      expect(error).toMatchObject({ name: 'ChunkProcessingError' });
      expect(verified).toMatchObject({ name: 'ChunkVerificationError' });
      expect(ledger).toMatchObject([
        { status: 'failed', updated: 0, error: expect.stringContaining(sqlState) as unknown },
      ]);
      expect(afterwards).toBe(before);
      expect(ssns.length).toBeGreaterThan(50);
      const texts = [error, verified, ledger, audit].map((each) =>
        inspect(each, { depth: 10, showHidden: true }),
      );
      expect(findLeaks([...texts, ...database.lines], ssns)).toEqual([]);

      await database.database.query(repair);
      const second = await database.prepare({ max_chunk_rows: 15_000 });
      await database.runChunk(second, chunk);
      await database.invoke({ action: 'task_02_verify', run_id: second.run_id });

      expect(second).toMatchObject({ run_id: plan.run_id, date_chunks: [chunk] });
      await expect(listDifferences(database, golden)).resolves.toEqual([]);
    },
  );
});
