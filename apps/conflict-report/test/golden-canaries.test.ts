import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bindSqlStep, type SqlTask } from '@pipelines/sql-tasks';
import { findLeaks, startTestPostgres, type TestPostgres } from '@pipelines/testing';
import {
  bindings,
  createGoldenDatabase,
  goldenPath,
  type GoldenDatabase,
  readTask,
  readTask03,
  runTask,
} from './golden-database.ts';

const TASKS = [
  'task_01_copy_to_temp',
  'task_02_update_conflicts',
  'task_03',
  'update_statuses',
] as const;
const SSN = /\b\d{3}-\d{2}-\d{4}\b/g;

let postgres: TestPostgres;
let golden: GoldenDatabase;
let ssns: readonly string[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  const caregivers = await readFile(goldenPath('A/input/analytics.dimcaregiver.csv'), 'utf8');
  ssns = [...new Set(caregivers.match(SSN))];
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  golden = await createGoldenDatabase(postgres, 'A');
});
afterEach(() => golden.database.close());

/** Everything that a logger, a state machine or a careless handler could take from an error. */
function everyTextOf(error: unknown): string[] {
  return [
    inspect(error, { depth: 10, showHidden: true }),
    JSON.stringify(error),
    error instanceof Error ? JSON.stringify({ ...error, message: error.message }) : '',
  ];
}

async function readNamed(name: (typeof TASKS)[number]): Promise<SqlTask> {
  return name === 'task_03' ? readTask03() : readTask(name);
}

async function failureOf(task: SqlTask): Promise<unknown> {
  return runTask(golden.database, task).then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

async function readMaps(): Promise<unknown> {
  const { rows } = await golden.database.query(
    `select md5(string_agg(m::text, '|' order by m."ID")) as maps,
            (select string_agg("InProgressFlag"::text, ' ') from conflict.settings) as flags,
            (select count(*) from conflict.payer_provider_reminders) as reminders,
            (select count(*) from conflict.conflictvisitmaps_temp) as copied
     from conflict.conflictvisitmaps as m`,
  );
  return rows;
}

describe('an error at any statement', () => {
  it.each(TASKS)('of %s says which one, shows no SSN, and undoes everything', async (name) => {
    const task = await readNamed(name);
    const before = await readMaps();
    expect(ssns.length).toBeGreaterThan(50);

    for (const { name: broken } of task.steps) {
      // PostgreSQL quotes the SSN in this error's primary message (22P02).
      const quotesSsn = 'select "SSN"::integer from analytics.dimcaregiver order by "SSN" desc';
      const steps = task.steps.map((step) =>
        step.name === broken ? { name: broken, text: quotesSsn } : step,
      );

      const error = await failureOf({ ...task, steps });

      expect(error).toMatchObject({ name: 'SqlStepFailedError', step: broken, sqlState: '22P02' });
      expect(findLeaks(everyTextOf(error), ssns)).toEqual([]);
      await expect(readMaps()).resolves.toEqual(before);
    }
  });

  const raiseRow = `create function public.raise_row() returns trigger language plpgsql as $$
    begin
      raise exception 'row %', new using detail = new::text, hint = new::text;
    end $$`;
  const raiseIn = (table: string): string =>
    `create trigger canary before insert or update on conflict.${table}
     for each row execute function public.raise_row()`;

  it.each([
    ['conflictvisitmaps', TASKS[1], raiseIn('conflictvisitmaps'), 'P0001'],
    ['conflictvisitmaps_temp', TASKS[0], raiseIn('conflictvisitmaps_temp'), 'P0001'],
    [
      'conflictvisitmaps',
      TASKS[1],
      `alter table conflict.conflictvisitmaps add constraint canary check ("ConAideSSN" is null)`,
      '23514',
    ],
    [
      'conflictvisitmaps',
      TASKS[1],
      `create unique index canary on conflict.conflictvisitmaps ("ConAideSSN", "SameSchTimeFlag")`,
      '23505',
    ],
    [
      'conflictvisitmaps_temp',
      TASKS[0],
      'create unique index canary on conflict.conflictvisitmaps_temp ("SSN")',
      '23505',
    ],
    [
      'conflictvisitmaps',
      TASKS[1],
      'alter table conflict.conflictvisitmaps alter column "ConAideSSN" type varchar(5)',
      '22001',
    ],
    ['conflictvisitmaps', TASKS[2], raiseIn('conflictvisitmaps'), 'P0001'],
    [
      'conflictvisitmaps',
      TASKS[2],
      'alter table conflict.conflictvisitmaps alter column "ConAideSSN" type varchar(5)',
      '22001',
    ],
  ])('that %s raises by itself in %s shows no SSN (%s)', async (_, task, damage, sqlState) => {
    await golden.database.query(raiseRow);
    await golden.database.query(damage);

    const error = await failureOf(await readNamed(task));

    expect(error).toMatchObject({ name: 'SqlStepFailedError', sqlState });
    expect(findLeaks(everyTextOf(error), ssns)).toEqual([]);
  });
});

const WORK_TABLES = [
  'task_02_addresses',
  'task_02_configuration',
  'task_02_conflicts',
  'task_02_details',
  'task_02_needed',
  'task_02_pairs',
  'task_02_visits',
];

describe('the work tables', () => {
  it.each([
    [TASKS[1], WORK_TABLES],
    [TASKS[2], [...WORK_TABLES, 'task_03_nights', 'task_03_stored', 'task_03_visits']],
    [TASKS[3], ['status_conflicts', 'status_pairs', 'status_unfinished_runs']],
  ])('of %s hold no SSN and are gone after the transaction', async (name, workTables) => {
    const { database } = golden;
    await database.query('begin');
    for (const step of (await readNamed(name)).steps) {
      const { text, values } = bindSqlStep(step, bindings);
      await database.query(text, values);
    }

    const { rows: tables } = await database.query(
      `select relname as name from pg_class where relpersistence = 't' and relkind = 'r' order by 1`,
    );
    const texts = await Promise.all(
      tables.map((table) =>
        database.query(`select t::text as row from "${String(table['name'])}" as t`),
      ),
    );
    await database.query('commit');
    const { rows: left } = await database.query(
      `select relname from pg_class where relpersistence = 't' and relkind = 'r'`,
    );

    expect(tables.map((table) => table['name'])).toEqual(workTables);
    expect(
      findLeaks(
        texts.map(({ rows }) => JSON.stringify(rows)),
        ssns,
      ),
    ).toEqual([]);
    expect(left).toEqual([]);
  });
});
