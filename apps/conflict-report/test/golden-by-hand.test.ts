import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PostgresConnection } from '@pipelines/local-cloud';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import {
  createGoldenDatabase,
  type GoldenDatabase,
  listDifferences,
  listSchemaFiles,
  sqlPath,
  TASK_03_FILES,
} from './golden-database.ts';

/** The golden day in UTC, still the day before in the session's time zone. */
const AS_OF = '2025-01-20T03:00:00Z';

const hasPsql = spawnSync('psql', ['--version']).status === 0;
if (!hasPsql) console.warn('SKIPPED: running the SQL files by hand needs psql on the PATH.');
const onMachineWithPsql = hasPsql ? describe : describe.skip;

/** What the header of every file says, in one transaction. */
function runByHand(
  connection: PostgresConnection,
  path: string,
  further: { readonly variables?: readonly string[]; readonly more?: readonly string[] } = {},
): { status: number | null; err: string } {
  const variables = [
    ...['conflict_schema=conflict', 'analytics_schema=analytics', `as_of=${AS_OF}`],
    ...(further.variables ?? []),
  ];
  const { status, stderr } = spawnSync(
    'psql',
    [
      ...['-X', '-q', '-1', '-v', 'ON_ERROR_STOP=1'],
      ...variables.flatMap((variable) => ['-v', variable]),
      ...[path, ...(further.more ?? [])].flatMap((file) => ['-f', file]),
    ],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        PGHOST: connection.host,
        PGPORT: String(connection.port),
        PGDATABASE: connection.database,
        PGUSER: connection.user,
        PGPASSWORD: connection.password,
        PGTZ: 'America/New_York',
        PGOPTIONS: '-c client_min_messages=warning',
      },
    },
  );
  return { status, err: stderr };
}

onMachineWithPsql('the SQL files, run by hand with psql', () => {
  let postgres: TestPostgres;
  let golden: GoldenDatabase;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    golden = await createGoldenDatabase(postgres, 'A');
  });
  afterAll(async () => {
    await golden.database.close();
    await postgres.stop();
  });

  it('make the schema', async () => {
    const connection = await postgres.createDatabase();

    for (const path of await listSchemaFiles()) {
      expect([path, runByHand(connection, path)]).toEqual([path, { status: 0, err: '' }]);
    }
  });

  it('give the golden tables, even in a session that is not in UTC', async () => {
    for (const task of ['task_01_copy_to_temp', 'task_02_update_conflicts', 'finish_run']) {
      const path = sqlPath('tasks', `${task}.sql`);
      expect([task, runByHand(golden.connection, path)]).toEqual([task, { status: 0, err: '' }]);
    }

    await expect(
      listDifferences(golden, {
        table: 'conflictvisitmaps_temp',
        file: 'A/after_task_01/conflict.conflictvisitmaps_temp.csv',
        key: ['ID'],
      }),
    ).resolves.toEqual([]);
    await expect(
      listDifferences(golden, {
        table: 'conflictvisitmaps',
        file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
        key: ['ID'],
        ignoredColumns: ['UpdatedDate'],
      }),
    ).resolves.toEqual([]);
  });

  it('give the golden pairs in one chunk too', async () => {
    const chunked = await createGoldenDatabase(postgres, 'A');
    const variables = [
      ...['run_id=1', 'chunk_id=1', 'start_date=2023-01-20', 'end_date=2025-03-06'],
      ...['bucket=0', 'buckets=1', 'max_chunk_rows=15000', 'max_chunk_days=800'],
    ];
    const parts = [
      ['task_02_prepare'],
      ['task_02_chunk', 'task_02_update_conflicts', 'task_02_finish_chunk'],
      ['task_02_verify'],
    ].map((files) => files.map((file) => sqlPath('tasks', `${file}.sql`)));

    for (const [path = '', ...more] of parts) {
      const end = runByHand(chunked.connection, path, { variables, more });
      expect([path, end]).toEqual([path, { status: 0, err: '' }]);
    }

    await expect(
      listDifferences(chunked, {
        table: 'conflictvisitmaps',
        file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
        key: ['ID'],
        ignoredColumns: ['UpdatedDate'],
      }),
    ).resolves.toEqual([]);
    const { rows } = await chunked.database.query(
      'select status, updated_rows::int as rows from conflict.etl_chunk_state',
    );
    expect(rows).toEqual([{ status: 'done', rows: 49 }]);
    await chunked.database.close();
  });

  it('insert with the three files of TASK_03 what is not stored yet, once', async () => {
    const [path = '', ...more] = TASK_03_FILES.map((file) => sqlPath('tasks', `${file}.sql`));
    const countRows = async (): Promise<number> =>
      Number(
        (await golden.database.query('select count(*) as n from conflict.conflictvisitmaps'))
          .rows[0]?.['n'],
      );
    const before = await countRows();

    const first = runByHand(golden.connection, path, { more });
    const between = await countRows();
    const second = runByHand(golden.connection, path, { more });

    expect([first, second]).toEqual([
      { status: 0, err: '' },
      { status: 0, err: '' },
    ]);
    expect(between).toBeGreaterThan(before);
    expect(await countRows()).toBe(between);
  });

  it('settle the statuses of what is stale', async () => {
    const end = runByHand(golden.connection, sqlPath('tasks', 'update_statuses.sql'));

    const { rows } = await golden.database.query(
      `select count(*)::int as resolved from conflict.conflictvisitmaps
       where "StatusFlag" = 'R' and "UpdateFlag" is null`,
    );
    expect(end).toEqual({ status: 0, err: '' });
    expect(rows).toEqual([{ resolved: 33 }]);
  });

  it('say by name which setting is wrong', async () => {
    await golden.database.query('delete from conflict.settings');

    const { status, err } = runByHand(
      golden.connection,
      sqlPath('tasks', 'task_02_update_conflicts.sql'),
    );

    expect(status).toBe(3);
    expect(err).toContain('settings_has_exactly_one_row');
  });
});
