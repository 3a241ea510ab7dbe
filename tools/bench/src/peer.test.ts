import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { copyRows } from '@pipelines/local-cloud';
import { generateConflictReportTables } from '@pipelines/sample-data';
import { connectDatabase, type Database, parseSqlTask, runSqlTask } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { AS_OF } from './data-folder.ts';
import { clearMarks, fillPairs } from './map-state.ts';
import { runSqlFile } from './run-sql-file.ts';

const SQL = join(import.meta.dirname, '../../../sql/conflict-report');
const TIMEOUT_SECONDS = 60;

let postgres: TestPostgres;
const open: Database[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});
afterAll(() => postgres.stop());

async function runOurs(database: Database, path: string): Promise<void> {
  await runSqlTask(parseSqlTask(await readFile(join(SQL, path), 'utf8'), path), {
    database,
    identifiers: { conflict_schema: 'conflict', analytics_schema: 'analytics' },
    values: { as_of: AS_OF },
    statementTimeoutMs: TIMEOUT_SECONDS * 1_000,
  });
}

/** A database with 2 000 generated visits, the same each time. */
async function createVisits(): Promise<Database> {
  const connection = await postgres.createDatabase();
  const options = { tls: 'off', connectTimeoutSeconds: 10, applicationName: 'test' } as const;
  const database = await connectDatabase({ ...connection, ...options });
  open.push(database);
  for (const folder of ['schema', 'views', 'indexes']) {
    const names = (await readdir(join(SQL, folder))).sort();
    for (const name of names) await runOurs(database, `${folder}/${name}`);
  }
  const tables = generateConflictReportTables({ visits: 2_000, seed: 7, asOf: AS_OF });
  for (const { schema, table, columns, rows } of tables) {
    await copyRows(connection, { schema, table }, columns, rows());
  }
  await runOurs(database, 'tasks/after_load.sql');
  return database;
}

/** Pairs that were refreshed, and every value of every pair as one hash. */
async function readPairs(database: Database): Promise<unknown> {
  const { rows } = await database.query(`
    select count(*) filter (where "UpdatedDate" = '2025-01-20 14:30:00')::int as hits,
      md5(string_agg(m::text, '|' order by "ID")) as pairs
    from conflict.conflictvisitmaps as m`);
  return rows[0];
}

describe('the statements that TASK_02 is compared with', () => {
  it('give every pair the values that TASK_02 gives', async () => {
    const ours = await createVisits();
    const theirs = await createVisits();

    await runOurs(ours, 'tasks/task_02_update_conflicts.sql');
    const peer = await runSqlFile('peer_one_statement.sql', theirs, TIMEOUT_SECONDS);

    const pairs = await readPairs(theirs);
    expect(pairs).toEqual(await readPairs(ours));
    expect(pairs).toMatchObject({ hits: peer?.rows });
    expect(peer?.rows).toBeGreaterThan(1_000);
  }, 60_000);

  it('write the rows that TASK_02 refreshed, and change none of them', async () => {
    const database = await createVisits();
    await runOurs(database, 'tasks/task_02_update_conflicts.sql');
    const before = await readPairs(database);

    const floor = await runSqlFile('floor_constant_update.sql', database, TIMEOUT_SECONDS);

    expect(before).toMatchObject({ hits: floor?.rows });
    expect(await readPairs(database)).toEqual(before);
  }, 60_000);

  it('give the same values on the storage of the earlier system', async () => {
    const ours = await createVisits();
    const theirs = await createVisits();

    await runOurs(ours, 'tasks/task_02_update_conflicts.sql');
    await runSqlFile('peer_storage.sql', theirs, TIMEOUT_SECONDS);
    await runSqlFile('peer_one_statement.sql', theirs, TIMEOUT_SECONDS);

    const { rows } = await theirs.query(`
      select reloptions::text as storage, (
        select count(*)::int from pg_index where indrelid = pg_class.oid
      ) as indexes
      from pg_class where oid = 'conflict.conflictvisitmaps'::regclass`);
    expect(rows).toEqual([{ storage: '{fillfactor=100}', indexes: 6 }]);
    expect(await readPairs(theirs)).toEqual(await readPairs(ours));
  }, 60_000);

  it('find every pair filled, with its ids, and without marks', async () => {
    const database = await createVisits();
    await runOurs(database, 'tasks/task_02_update_conflicts.sql');
    const readIds = async (): Promise<unknown> => {
      const { rows } = await database.query(`
        select md5(string_agg(concat("ID", "CONFLICTID", "VisitID", "ConVisitID", "VisitDate",
          "StatusFlag", "SameSchTimeFlag"), '|' order by "ID")) as ids
        from conflict.conflictvisitmaps`);
      return rows[0];
    };
    const before = await readIds();

    await fillPairs(database);
    await clearMarks(database);

    const { rows } = await database.query(`
      select count(*) filter (where "ConPA_PatientID" is null)::int as empty,
        count("UpdateFlag")::int as marked
      from conflict.conflictvisitmaps`);
    expect(rows).toEqual([{ empty: 0, marked: 0 }]);
    expect(await readIds()).toEqual(before);
  }, 60_000);

  it('write every due pair at least, and change none', async () => {
    const database = await createVisits();
    const before = await readPairs(database);

    const floor = await runSqlFile('floor_every_row.sql', database, TIMEOUT_SECONDS);

    const { rows } = await database.query(`
      select count(*)::int as due from conflict.conflictvisitmaps
      where "CONFLICTID" is not null and "VisitDate" between '2023-01-20' and '2025-03-06'`);
    expect(rows).toEqual([{ due: floor?.rows }]);
    expect(await readPairs(database)).toEqual(before);
  }, 60_000);

  it('are stopped when their time is up', async () => {
    const database = await createVisits();

    expect(await runSqlFile('peer_one_statement.sql', database, 0.001)).toBeUndefined();
    expect(await readPairs(database)).toMatchObject({ hits: 0 });
  }, 60_000);
});
