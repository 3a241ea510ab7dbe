import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyRows } from '@pipelines/local-cloud';
import { generateConflictReportTables } from '@pipelines/sample-data';
import type { Database } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { AS_OF, createEmptyDatabase, readTask03, runTask } from './golden-database.ts';
import { qualifyingPairs, rowsOf } from './qualifying-pairs.ts';

const DAY = { from: '2023-01-20', today: '2025-01-20', to: '2025-03-06' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function readPairs(database: Database): Promise<readonly unknown[]> {
  const { rows } = await database.query(
    `select concat("VisitID", ' → ', "ConVisitID") as pair from conflict.conflictvisitmaps`,
  );
  return rows.map(({ pair }) => String(pair)).toSorted();
}

describe('a generated set', () => {
  it.each([7, 8, 9])(
    'of seed %i holds after TASK_03 what it held, and every pair that conflicts, once',
    async (seed) => {
      const tables = generateConflictReportTables({
        visits: 1_500,
        seed,
        asOf: AS_OF,
        shape: 'sparse',
      });
      const { connection, database } = await createEmptyDatabase(postgres);
      for (const { schema, table, columns, rows } of tables) {
        await copyRows(connection, { schema, table }, columns, rows());
      }
      await runTask(database, 'after_load');
      const stored = rowsOf(tables, 'conflictvisitmaps').map(
        (row) => `${row['VisitID']} → ${row['ConVisitID']}`,
      );
      const qualifying = qualifyingPairs(tables, DAY);
      const missing = qualifying.filter((pair) => !stored.includes(pair));

      await runTask(database, 'task_02_update_conflicts');
      const first = await runTask(database, await readTask03());
      const pairs = await readPairs(database);
      const second = await runTask(database, await readTask03());

      expect(missing.length).toBeGreaterThan(10);
      expect(pairs).toEqual([...stored, ...missing].toSorted());
      expect(first['insert-conflicts']).toBe(missing.length);
      expect(second['insert-conflicts']).toBe(0);

      await database.query('truncate conflict.conflictvisitmaps');
      await runTask(database, await readTask03());
      expect(await readPairs(database)).toEqual(qualifying);
      await database.close();
    },
  );
});
