import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '@pipelines/core';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { connectDatabase, type Database } from './connect-database.ts';
import { parseSqlTask } from './parse-sql-task.ts';
import { takeTaskLock } from './take-task-lock.ts';
import { runSqlTask, type RunSqlTaskOptions, type StepReport } from './run-sql-task.ts';

let postgres: TestPostgres;
let database: Database;
let observer: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

beforeEach(async () => {
  const options = {
    ...(await postgres.createDatabase()),
    tls: 'off' as const,
    connectTimeoutSeconds: 5,
    applicationName: 'task-test',
  };
  database = await connectDatabase(options);
  observer = await connectDatabase(options);
  await observer.query('create schema work');
  await observer.query('create table work.people (ssn text primary key, at timestamptz)');
});
afterEach(async () => {
  await database.close();
  await observer.close();
});

const run = (
  text: string,
  options: Partial<RunSqlTaskOptions> = {},
): ReturnType<typeof runSqlTask> =>
  runSqlTask(parseSqlTask(text, 'task.sql'), {
    database,
    identifiers: { schema: 'work' },
    values: { as_of: '2025-01-20T14:30:00Z', ssn: '666-12-3456' },
    statementTimeoutMs: 60_000,
    ...options,
  });

async function countPeople(): Promise<unknown> {
  const { rows } = await observer.query('select count(*)::int as people from work.people');
  return rows[0]?.['people'];
}

describe('runSqlTask', () => {
  it('commits all steps and counts the rows of each', async () => {
    const steps: StepReport[] = [];

    const { rowsByStep } = await run(
      `-- @step add
       insert into :"schema".people select n::text, :'as_of'::timestamptz from generate_series(1, 3) as n;
       -- @step change
       update :"schema".people set at = null where ssn <> '1';`,
      { onStep: (step) => steps.push(step) },
    );

    expect(rowsByStep).toEqual({ add: 3, change: 2 });
    expect(steps.map(({ name, rows }) => [name, rows])).toEqual([
      ['add', 3],
      ['change', 2],
    ]);
    await expect(countPeople()).resolves.toBe(3);
  });

  it('runs in UTC, whatever the session was', async () => {
    await database.query("set time zone 'America/New_York'");

    await run(`-- @step add
      insert into :"schema".people values (current_setting('TimeZone'), null);`);

    const { rows } = await observer.query('select ssn from work.people');
    expect(rows).toEqual([{ ssn: 'UTC' }]);
  });

  it('rolls everything back when a later step fails, and says which', async () => {
    const failed = run(
      `-- @step add
       insert into :"schema".people values (:'ssn', null);
       -- @step add-again
       insert into :"schema".people values (:'ssn', null);`,
    );

    await expect(failed).rejects.toMatchObject({
      name: 'SqlStepFailedError',
      step: 'add-again',
      sqlState: '23505',
      constraint: 'people_pkey',
      table: 'people',
    });
    await expect(failed).rejects.toThrow('Step "add-again" of task.sql failed: SQLSTATE 23505');
    await expect(failed).rejects.not.toThrow('666');
    await expect(countPeople()).resolves.toBe(0);
    await expect(database.query('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] });
  });

  it('reports a constraint that only the commit checks as the step "commit"', async () => {
    await observer.query(
      'alter table work.people add constraint later unique (at) deferrable initially deferred',
    );

    const failed = run(`-- @step add
      insert into :"schema".people values ('1', :'as_of'::timestamptz), ('2', :'as_of'::timestamptz);`);

    await expect(failed).rejects.toMatchObject({ step: 'commit', constraint: 'later' });
    await expect(countPeople()).resolves.toBe(0);
  });

  it('stops a statement that outlives the limit and leaves nothing behind', async () => {
    const stopped = run(
      `-- @step add
       insert into :"schema".people values ('1', null);
       -- @step dream
       select pg_sleep(60);`,
      { statementTimeoutMs: 200 },
    );

    await expect(stopped).rejects.toMatchObject({ name: 'TaskTimeoutError', step: 'dream' });
    await expect(countPeople()).resolves.toBe(0);
  });

  it('gives later steps only the time that earlier ones left', async () => {
    let nowMs = 0;
    const clock: Clock = { now: () => nowMs, setTimer: () => () => undefined };

    const stopped = run(
      `-- @step add
       insert into :"schema".people values ('1', null);
       -- @step change
       update :"schema".people set at = null;`,
      { clock, statementTimeoutMs: 1_000, onStep: () => void (nowMs = 1_000) },
    );

    await expect(stopped).rejects.toMatchObject({ name: 'TaskTimeoutError', step: 'change' });
    await expect(countPeople()).resolves.toBe(0);
  });

  it('leaves nothing behind when the connection goes away in the middle', async () => {
    const lost = run(
      `-- @step add
       insert into :"schema".people values ('1', null);
       -- @step die
       select pg_terminate_backend(pg_backend_pid());`,
    );

    await expect(lost).rejects.toMatchObject({ name: 'ConnectionLostError' });
    await expect(countPeople()).resolves.toBe(0);
  });

  it('checks every variable before the first statement runs', async () => {
    const unknown = run(
      `-- @step add
       insert into :"schema".people values ('1', null);
       -- @step change
       update :"other".people set at = null;`,
    );

    await expect(unknown).rejects.toMatchObject({ name: 'UnknownSqlVariableError' });
    await expect(countPeople()).resolves.toBe(0);
  });

  it('names the expectation that configuration rows do not meet', async () => {
    const refused = run(
      `-- @step declare
       create temporary table expected (
         people bigint constraint people_has_one_row check (people = 1)
       ) on commit drop;
       -- @step check-people
       insert into expected select count(*) from :"schema".people;`,
    );

    await expect(refused).rejects.toMatchObject({
      name: 'TaskConfigurationError',
      step: 'check-people',
      constraint: 'people_has_one_row',
    });
    await expect(refused).rejects.toThrow('task.sql cannot run until "people has one row"');
  });

  it('keeps a check of data in another step an ordinary failure', async () => {
    await observer.query("alter table work.people add constraint short check (ssn <> 'x')");

    const failed = run(`-- @step add
      insert into :"schema".people values ('x', null);`);

    await expect(failed).rejects.toMatchObject({ name: 'SqlStepFailedError', constraint: 'short' });
  });

  it('is refused at once while another session holds its lock, and names that one', async () => {
    await observer.query('begin');
    await takeTaskLock(observer, 'report:work');

    const refused = run(`-- @step add\ninsert into :"schema".people values ('1', null);`, {
      lockName: 'report:work',
    });

    await expect(refused).rejects.toMatchObject({ name: 'TaskAlreadyRunningError' });
    await expect(refused).rejects.toThrow(
      /^task\.sql was not started: "report:work" is locked by process \d+ \(task-test\) since 20/,
    );
    await observer.query('rollback');
  });

  it('shares its lock with tasks that share it too, and with no other', async () => {
    const lockName = 'report:work';
    const text = '-- @step pass\nselect 1;';
    await observer.query('begin');
    await takeTaskLock(observer, lockName, 'shared');

    const beside = await run(text, { lockName, lockMode: 'shared' });
    const refused = run(text, { lockName });

    await expect(refused).rejects.toMatchObject({ name: 'TaskAlreadyRunningError' });
    await observer.query('rollback');
    expect(beside.rowsByStep).toEqual({ pass: 1 });
  });

  it('gives back what its last step selects', async () => {
    const { lastRows } = await run('-- @step one\nselect 1 as n;\n-- @step two\nselect 2 as n;');

    expect(lastRows).toEqual([{ n: 2 }]);
  });

  it('gives its lock back when it ends, well or not', async () => {
    const lockName = 'report:work';
    const failed = run('-- @step fail\nselect 1 / 0;', { lockName });
    await expect(failed).rejects.toMatchObject({ sqlState: '22012' });

    await run('-- @step pass\nselect 1;', { lockName });

    await observer.query('begin');
    await expect(takeTaskLock(observer, lockName)).resolves.toBeUndefined();
    await observer.query('rollback');
  });

  it('lets tasks under different locks run side by side', async () => {
    await observer.query('begin');
    await takeTaskLock(observer, 'report:other');

    const { rowsByStep } = await run('-- @step pass\nselect 1;', { lockName: 'report:work' });

    await observer.query('rollback');
    expect(rowsByStep).toEqual({ pass: 1 });
  });
});
