import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import * as z from 'zod';
import {
  createEmptyDatabase,
  createGoldenDatabase,
  goldenPath,
  type GoldenDatabase,
  listDifferences,
  listSchemaFiles,
  readTask,
  runTask,
} from './golden-database.ts';
import { parseSqlTask } from '@pipelines/sql-tasks';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const mapsAfterTask02 = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};

describe('golden set A', () => {
  let golden: GoldenDatabase;
  beforeAll(async () => {
    golden = await createGoldenDatabase(postgres, 'A');
  });
  afterAll(() => golden.database.close());

  it('gives the golden tables after TASK_01', async () => {
    const rows = await runTask(golden.database, 'task_01_copy_to_temp');

    expect(rows).toMatchObject({
      'insert-reminders': 4,
      'refresh-reminder-names': 5,
      'copy-to-temp': 84,
      'set-in-progress': 1,
    });
    await expect(
      listDifferences(golden, {
        table: 'conflictvisitmaps_temp',
        file: 'A/after_task_01/conflict.conflictvisitmaps_temp.csv',
        key: ['ID'],
      }),
    ).resolves.toEqual([]);
    await expect(
      listDifferences(golden, {
        table: 'payer_provider_reminders',
        file: 'A/after_task_01/conflict.payer_provider_reminders.csv',
        key: ['PayerID', 'ProviderID'],
        ignoredColumns: ['ID', 'CreatedDateTime'],
      }),
    ).resolves.toEqual([]);
    await expect(
      listDifferences(golden, {
        table: 'settings',
        file: 'A/after_task_01/conflict.settings.csv',
        key: ['ID'],
      }),
    ).resolves.toEqual([]);
  });

  it('gives the golden pairs after TASK_02', async () => {
    const rows = await runTask(golden.database, 'task_02_update_conflicts');

    expect(rows).toMatchObject({
      'list-due-pairs': 85,
      'update-conflicts': 49,
      'mark-pairs-without-conflict': 36,
    });
    await expect(listDifferences(golden, mapsAfterTask02)).resolves.toEqual([]);
  });

  it('changes the same rows to the same values in a second run', async () => {
    const first = await runTask(golden.database, 'task_01_copy_to_temp');
    const second = await runTask(golden.database, 'task_02_update_conflicts');

    expect(first).toMatchObject({
      'insert-reminders': 0,
      'refresh-reminder-names': 5,
      'copy-to-temp': 84,
    });
    expect(second).toMatchObject({
      'list-due-pairs': 85,
      'update-conflicts': 49,
      'mark-pairs-without-conflict': 0,
    });
    await expect(listDifferences(golden, mapsAfterTask02)).resolves.toEqual([]);
  });

  it('is idle after a run that ended well, with its time, and after one that failed', async () => {
    const settings = async (): Promise<unknown> =>
      (
        await golden.database.query(
          'select "InProgressFlag"::int as flag, "LastLoadDate" as loaded from conflict.settings',
        )
      ).rows;

    await runTask(golden.database, 'finish_run');
    const finished = await settings();
    await runTask(golden.database, 'task_01_copy_to_temp');
    const running = await settings();
    await runTask(golden.database, 'fail_run');
    const failed = await settings();

    const loaded = '2025-01-20 14:30:00';
    expect([finished, running, failed]).toEqual([
      [{ flag: 2, loaded }],
      [{ flag: 1, loaded }],
      [{ flag: 2, loaded }],
    ]);
  });
});

/** The tables as the source system has them, and how wide ours are where they differ. */
const schemaFile = z.record(
  z.string(),
  z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })) }),
);
const WIDENED: Readonly<Record<string, string>> = {
  ProviderName: 'character varying(200)',
  ConProviderName: 'character varying(200)',
  LastUpdatedBy: 'character varying(511)',
  ConLastUpdatedBy: 'character varying(511)',
  Contract: 'character varying(250)',
  ConContract: 'character varying(250)',
  EVVType: 'character varying(100)',
  ConEVVType: 'character varying(100)',
  ConAideStatus: 'character varying(50)',
  ConP_PStatus: 'character varying(50)',
  PA_PStatus: 'character varying(50)',
  ConPA_PStatus: 'character varying(50)',
};

describe('the schema', () => {
  let golden: GoldenDatabase;
  beforeAll(async () => {
    golden = await createEmptyDatabase(postgres);
  });
  afterAll(() => golden.database.close());

  it('has the columns of the source system in its order, some of them wider', async () => {
    const tables = schemaFile.parse(JSON.parse(await readFile(goldenPath('schema.json'), 'utf8')));

    const { rows } = await golden.database.query(
      `select attrelid::regclass::text as table, attname as name, format_type(atttypid, atttypmod) as type
       from pg_attribute
       where attrelid = any ($1::regclass[]) and attnum > 0
       order by attrelid::regclass::text collate "C", attnum`,
      [`{${Object.keys(tables).join(',')}}`],
    );

    expect(rows).toEqual(
      Object.entries(tables).flatMap(([table, { columns }]) =>
        columns.map(({ name, type }) => ({ table, name, type: widen(table, name, type) })),
      ),
    );
  });

  it('applies again without changing anything', async () => {
    await golden.database.query(
      `insert into conflict.mph ("From", "To", "AverageMilesPerHour") values (0, 5, 15)`,
    );

    for (const path of await listSchemaFiles()) {
      await runTask(golden.database, parseSqlTask(await readFile(path, 'utf8'), path));
    }

    const { rows } = await golden.database.query('select "ID" from conflict.mph');
    expect(rows).toEqual([{ ID: '1' }]);
  });

  it('goes on after the greatest loaded id', async () => {
    await golden.database.query(`insert into conflict.conflicts ("CONFLICTID") values (41), (7)`);

    const rows = await runTask(golden.database, 'after_load');
    await golden.database.query('insert into conflict.conflicts default values');

    const { rows: ids } = await golden.database.query(
      'select max("CONFLICTID")::int as id from conflict.conflicts',
    );
    expect(ids).toEqual([{ id: 42 }]);
    expect(rows).toMatchObject({ 'advance-conflicts': 1, 'advance-excluded-ssn': 0 });
  });

  it('goes on after a loaded id that is the first of its sequence', async () => {
    await golden.database.query(`insert into conflict.excluded_ssn ("ID") values (1)`);

    await runTask(golden.database, 'after_load');
    await golden.database.query('insert into conflict.excluded_ssn default values');

    const { rows } = await golden.database.query(
      'select "ID"::int as id from conflict.excluded_ssn order by id',
    );
    expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('keeps tasks and statements in step with what callers count', async () => {
    const steps = (await readTask('task_02_update_conflicts')).steps.map(({ name }) => name);

    expect(steps.indexOf('check-configuration')).toBeLessThan(steps.indexOf('list-due-pairs'));
    expect(steps.at(-1)).toBe('update-conflicts');
  });
});

function widen(table: string, name: string, type: string): string {
  if (table === 'conflict.payer_provider_reminders' && name === 'Contract') return type;
  return table.startsWith('conflict.') ? (WIDENED[name] ?? type) : type;
}
