import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { lockPair, runUntilBlocked } from './blocked-work.ts';
import { CANARY_SSN, connectAsOwner, readSettingsRow, readState } from './conflict-database.ts';
import { handlerWith, repositoryRoot } from './fake-ports.ts';
import { useLambdaOnPostgres } from './lambda-on-postgres.ts';

const AS_OF = '2025-01-20T14:30:00Z';
const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:test';

const lambda = useLambdaOnPostgres();

async function readAudit(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { rows } = await lambda.owner.query(
    'select * from conflict.etl_audit order by recorded_at',
  );
  return rows;
}

/** Action, status and error of each row. */
async function readEnds(): Promise<readonly string[]> {
  const rows = await readAudit();
  return rows.map(({ action, status, error_name: error }) =>
    [action, status, ...(error === null ? [] : [error])].join(' '),
  );
}

async function hashOf(...names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) {
    hash.update(await readFile(join(repositoryRoot, 'sql/conflict-report/tasks', `${name}.sql`)));
  }
  return hash.digest('hex');
}

const blockedTask02 = async (environment = {}) => {
  const locker = await connectAsOwner(lambda.connection);
  await lockPair(locker, 1);
  const event = { action: 'task_02', as_of: AS_OF };
  const { backend, outcome } = await runUntilBlocked(lambda.owner, () =>
    lambda.invoke(event, environment),
  );
  return { locker, backend, outcome };
};

describe('the audit', () => {
  it('S28: says who ran what, when, with which SQL, and how many rows it changed', async () => {
    const event = { action: 'task_01', as_of: AS_OF, execution_arn: EXECUTION };
    const began = new Date();

    await lambda.invoke(event);

    const [started, succeeded] = await readAudit();
    const common = {
      task_run_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      action: 'task_01',
      as_of: expect.stringMatching(/^2025-01-20 /) as unknown,
      run_id: null,
      chunk_id: null,
      execution_arn: EXECUTION,
      sql_sha256: await hashOf('task_01_copy_to_temp'),
      error_name: null,
      database_user: lambda.connection.user,
    };
    expect(started).toMatchObject({ ...common, status: 'started', row_counts: {} });
    expect(succeeded).toMatchObject({
      ...common,
      status: 'succeeded',
      row_counts: { 'copy-to-temp': 2, 'set-in-progress': 1 },
    });
    expect(succeeded?.['task_run_id']).toBe(started?.['task_run_id']);
    const times = [started, succeeded].map((row) => new Date(String(row?.['recorded_at'])));
    expect(times.every((time) => time >= began && time <= new Date())).toBe(true);
  });

  it('S28: has a start and an end of every task, with the hash of its files', async () => {
    const events = [
      { action: 'task_02', ends_run: false },
      { action: 'task_03' },
      { action: 'task_02_prepare' },
      { action: 'task_02_chunk', run_id: 1, chunk_id: 1 },
      { action: 'task_02_verify', run_id: 1 },
      { action: 'update_statuses' },
    ];

    for (const event of events) {
      expect(await lambda.invoke({ ...event, as_of: AS_OF })).toMatchObject({ statusCode: 200 });
    }

    const rows = await readAudit();
    const judge = 'task_02_update_conflicts';
    const hashes = [
      await hashOf(judge),
      await hashOf('task_03_list_pairs', judge, 'task_03_insert_conflicts'),
      await hashOf('task_02_prepare', 'task_02_verify', 'finish_run'),
      await hashOf('task_02_find_chunk', 'task_02_chunk', judge, 'task_02_finish_chunk'),
      await hashOf('task_02_verify', 'finish_run'),
      await hashOf('update_statuses', 'finish_run'),
    ];
    expect(rows.map(({ action, status, sql_sha256: hash }) => [action, status, hash])).toEqual(
      events.flatMap(({ action }, index) => [
        [action, 'started', hashes[index]],
        [action, 'succeeded', hashes[index]],
      ]),
    );
    expect(rows.filter(({ status }) => status === 'succeeded')).toMatchObject([
      { row_counts: { 'update-conflicts': 2 } },
      { row_counts: { 'insert-conflicts': 0 } },
      { row_counts: { num_chunks: 1 } },
      { run_id: 1, chunk_id: 1, row_counts: { updated_rows: 2 } },
      { run_id: 1, chunk_id: null, row_counts: { chunks_done: 1, chunks_total: 1 } },
      { row_counts: { 'resolve-stale-pairs': 0 } },
    ]);
  });

  it('has the as_of of the run for a chunk that is called without one', async () => {
    await lambda.invoke({ action: 'task_02_prepare', as_of: AS_OF });

    await lambda.invoke(
      { action: 'task_02_chunk', run_id: 1, chunk_id: 1 },
      { AS_OF: '2026-01-01T00:00:00Z' },
    );

    const { rows } = await lambda.owner.query(
      `select distinct as_of = '2025-01-20 14:30Z' as is_run_s from conflict.etl_audit`,
    );
    expect(rows).toEqual([{ is_run_s: true }]);
  });

  it('names the error of a failed task, and quotes nothing', async () => {
    await lambda.owner.query(
      'alter table conflict.conflictvisitmaps alter "ConAideSSN" type varchar(5)',
    );

    const answer = await lambda.invoke({ action: 'task_02', as_of: AS_OF });

    expect(answer).toMatchObject({ statusCode: 500 });
    expect(await readEnds()).toEqual(['task_02 started', 'task_02 failed Task02ExecutionError']);
    expect(findLeaks([JSON.stringify(await readAudit())], [CANARY_SSN])).toEqual([]);
  });

  it('names the deadline and the other run', async () => {
    const { locker, outcome } = await blockedTask02({ TASK_STATEMENT_TIMEOUT_MS: '1000' });
    await lambda.invoke({ action: 'task_01', as_of: AS_OF });
    await outcome;
    await locker.close();

    expect(await readEnds()).toEqual([
      'task_02 started',
      'task_01 started',
      'task_01 failed TaskAlreadyRunningError',
      'task_02 failed TaskTimeoutError',
    ]);
  });

  it('S28: has the start before the work is done, and it stays alone when the backend is killed', async () => {
    const { locker, backend, outcome } = await blockedTask02();
    const during = await readEnds();

    await lambda.owner.query('select pg_terminate_backend($1::int)', [backend]);
    const answer = await outcome;
    await locker.close();

    expect(answer).toMatchObject({ statusCode: 500, body: { task: 'TASK_02' } });
    expect(during).toEqual(['task_02 started']);
    expect(await readEnds()).toEqual(['task_02 started']);
  });

  it('knows nothing of what changes nothing', async () => {
    await lambda.invoke({ action: 'task_01', use_mock: true });
    await lambda.invoke({ action: 'validate_config' });
    await lambda.invoke({ action: 'validate_task_02', as_of: AS_OF });

    expect(await readAudit()).toEqual([]);
  });
});

describe('an audit that cannot be written', () => {
  it.each([
    ['task_01', 'TASK_01'],
    ['task_02', 'TASK_02'],
    ['task_03', 'TASK_03'],
    ['update_statuses', 'UPDATE_STATUSES'],
    ['task_02_prepare', 'TASK_02_PREPARE'],
  ])('S28: keeps %s from working at all', async (action, task) => {
    await lambda.owner.query('drop table conflict.etl_audit');
    const before = await readState(lambda.owner);

    const answer = await lambda.invoke({ action, as_of: AS_OF });

    const error = expect.stringContaining('audit-start') as unknown;
    expect(answer).toMatchObject({ statusCode: 500, body: { status: 'failed', task, error } });
    expect(await readState(lambda.owner)).toEqual(before);
    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 2, loaded: null });
  });

  it('does not undo a task that is done: its end is missing, and the log says why', async () => {
    await lambda.owner.query(
      `alter table conflict.etl_audit add constraint canary check (status <> 'succeeded')`,
    );
    const { ports, lines } = lambda.portsWith();

    const answer = await handlerWith(ports)({ action: 'task_02', as_of: AS_OF });

    expect(answer).toMatchObject({ statusCode: 200, body: { result: { updated_rows: 2 } } });
    expect(await readEnds()).toEqual(['task_02 started']);
    expect(lines.join('\n')).toContain('The audit could not be told how the task ended');
  });
});

describe('the audit table', () => {
  it.each([
    ['an update', `update conflict.etl_audit set action = 'task_02'`],
    ['an update of no row', 'update conflict.etl_audit set action = action where false'],
    ['a delete', 'delete from conflict.etl_audit'],
    ['a truncate', 'truncate conflict.etl_audit'],
    [
      'an upsert',
      `insert into conflict.etl_audit select * from conflict.etl_audit
       on conflict (task_run_id, status) do update set action = 'task_02'`,
    ],
  ])('S28: refuses %s, of its owner too', async (_, statement) => {
    await lambda.invoke({ action: 'task_01', as_of: AS_OF });
    const before = await readAudit();

    const refused = lambda.owner.query(statement);

    await expect(refused).rejects.toMatchObject({ sqlState: '42501' });
    expect(await readAudit()).toEqual(before);
    expect(before).toHaveLength(2);
  });

  it('takes no second start or end of a task run', async () => {
    await lambda.invoke({ action: 'task_01', as_of: AS_OF });

    const second = lambda.owner.query(
      'insert into conflict.etl_audit select * from conflict.etl_audit',
    );

    await expect(second).rejects.toMatchObject({ sqlState: '23505' });
  });

  it('keeps its rows and stays append-only when its file is run again', async () => {
    await lambda.invoke({ action: 'task_01', as_of: AS_OF });
    const path = join(repositoryRoot, 'sql/conflict-report/schema/12_audit.sql');
    const text = (await readFile(path, 'utf8')).replaceAll(':"conflict_schema"', 'conflict');

    await lambda.owner.query(text);

    expect(await readAudit()).toHaveLength(2);
    await expect(lambda.owner.query('delete from conflict.etl_audit')).rejects.toMatchObject({
      sqlState: '42501',
    });
  });
});
