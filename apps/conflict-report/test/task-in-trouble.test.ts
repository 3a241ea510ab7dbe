import { describe, expect, it } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import type { Environment } from '../src/settings.ts';
import { CANARY_SSN, connectAsOwner, readSettingsRow, readState } from './conflict-database.ts';
import { handlerWith } from './fake-ports.ts';
import { useLambdaOnPostgres } from './lambda-on-postgres.ts';

const AS_OF = '2025-01-20T14:30:00Z';
const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:test';

const lambda = useLambdaOnPostgres();

/** Lets a task read the pairs, and makes it wait when it writes them. */
const NO_PAIR_WRITES = 'lock table conflict.conflictvisitmaps in share mode';

interface Blocking {
  readonly event: object;
  readonly environment?: Environment;
  /** What makes the task wait; without it, at its last step, which writes the settings table. */
  readonly lock?: string;
}

interface BlockedTask {
  /** Cut its connection. */
  readonly cut: () => Promise<unknown>;
  /** Give the lock back. */
  readonly release: () => Promise<unknown>;
}

/** Run a task until it waits for a lock of ours, let `interfere` act, and wait for its end. */
async function blockTask(
  { event, environment = {}, lock = 'lock table conflict.settings in share mode' }: Blocking,
  interfere: (task: BlockedTask) => Promise<unknown>,
): Promise<{ outcome: unknown; lines: readonly string[] }> {
  const { ports, lines } = lambda.portsWith(environment);
  const locker = await connectAsOwner(lambda.connection);
  await locker.query('begin');
  await locker.query(lock);

  let hasEnded = false;
  const running = handlerWith(ports)(event)
    .catch((error: unknown) => error)
    .finally(() => (hasEnded = true));
  const backend = await waitForBlockedBackend(() => hasEnded);
  await interfere({
    cut: () => lambda.owner.query('select pg_terminate_backend($1::int)', [backend]),
    release: () => locker.query('rollback'),
  });
  const outcome = await running;

  await locker.close();
  return { outcome, lines };
}

async function waitForBlockedBackend(hasEnded: () => boolean): Promise<string> {
  while (!hasEnded()) {
    const { rows } = await lambda.owner.query(`select pid from pg_stat_activity
      where datname = current_database() and application_name = 'etl-pipeline-function'
        and wait_event_type = 'Lock'`);
    if (rows[0]) return String(rows[0]['pid']);
  }
  throw new Error('the task ended without waiting for the lock');
}

describe('a task in trouble', () => {
  it.each([
    ['task_01', 'TASK_01', 'Task01ExecutionError', {}],
    ['task_02', 'TASK_02', 'Task02ExecutionError', {}],
    ['task_03', 'TASK_03', 'Task03ExecutionError', { lock: NO_PAIR_WRITES }],
    ['update_statuses', 'UPDATE_STATUSES', 'UpdateStatusesExecutionError', {}],
  ])('%s is rolled back when its connection is cut', async (action, task, name, lock) => {
    await lambda.invoke({ action: 'task_01', as_of: AS_OF });
    await lambda.owner.query('update conflict.conflictvisitmaps set "AideCode" = $1', ['new']);
    const before = await readState(lambda.owner);
    const event = { action, as_of: AS_OF, execution_arn: EXECUTION };

    const { outcome, lines } = await blockTask({ event, ...lock }, async ({ cut, release }) => {
      await cut();
      await release();
    });

    expect(outcome).toMatchObject({ name });
    expect(JSON.parse((outcome as Error).message)).toMatchObject({ status: 'failed', task });
    expect(await readState(lambda.owner)).toEqual(before);
    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 2, loaded: null });
    expect(findLeaks(lines, [CANARY_SSN, lambda.connection.password])).toEqual([]);
  });

  it('leaves the flag to the operator after a failure too, when it is told to', async () => {
    await lambda.owner.query('update conflict.settings set "InProgressFlag" = 1');
    const environment = { RESET_IN_PROGRESS_FLAG: 'false' };

    await blockTask({ event: { action: 'task_01' }, environment }, async ({ cut, release }) => {
      await cut();
      await release();
    });

    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 1, loaded: null });
  });

  it.each(['task_02', 'task_03', 'update_statuses'])(
    'S2: %s is stopped at its deadline under the name that is not retried',
    async (action) => {
      await lambda.owner.query('update conflict.settings set "InProgressFlag" = 1');
      const before = await readState(lambda.owner);
      const event = { action, as_of: AS_OF, execution_arn: EXECUTION };
      const environment = { TASK_STATEMENT_TIMEOUT_MS: '500' };
      const lock = 'lock table conflict.conflictvisitmaps in access exclusive mode';

      const { outcome } = await blockTask({ event, environment, lock }, async () => undefined);

      expect(outcome).toMatchObject({ name: 'TaskTimeoutError' });
      expect(await readState(lambda.owner)).toEqual(before);
      expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 2, loaded: null });
    },
  );

  it('does not start beside another run, and leaves its flag alone', async () => {
    await lambda.owner.query('update conflict.settings set "InProgressFlag" = 1');
    const seen: unknown[] = [];

    await blockTask({ event: { action: 'task_02' } }, async ({ cut, release }) => {
      seen.push(await lambda.invoke({ action: 'task_01' }));
      await cut();
      seen.push(await readSettingsRow(lambda.owner));
      await release();
    });

    expect(seen).toEqual([
      expect.objectContaining({
        statusCode: 500,
        body: expect.objectContaining({
          status: 'failed',
          error: expect.stringMatching(
            /"conflict-report:conflict" is locked by process/,
          ) as unknown,
          error_type: 'TaskAlreadyRunningError',
        }) as unknown,
      }),
      { flag: 1, loaded: null },
    ]);
  });

  it('leaves the settings table alone while another session holds no more than the lock', async () => {
    await lambda.owner.query('update conflict.settings set "InProgressFlag" = 1');
    const holder = await connectAsOwner(lambda.connection);
    await holder.query('begin');
    await holder.query(
      `select pg_advisory_xact_lock(1346981957, hashtext('conflict-report:conflict'))`,
    );

    const answer = await lambda.invoke({ action: 'task_01', as_of: AS_OF });
    await holder.close();

    expect(answer).toMatchObject({ statusCode: 500, body: { status: 'failed' } });
    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 1, loaded: null });
  });

  it('tells a state machine by a name of its own that another run is active', async () => {
    const event = { action: 'task_02', as_of: AS_OF, execution_arn: EXECUTION };
    const seen: unknown[] = [];

    await blockTask({ event: { action: 'task_02' } }, async ({ release }) => {
      seen.push(await lambda.invoke(event).catch((error: unknown) => error));
      await release();
    });

    expect(seen).toMatchObject([{ name: 'TaskAlreadyRunningError' }]);
    expect(JSON.parse((seen[0] as Error).message)).toMatchObject({
      status: 'failed',
      task: 'TASK_02',
      error: expect.stringMatching(/is locked by process \d+ \(etl-pipeline-function\) since/),
    });
  });

  it('does not start beside a chunk at work', async () => {
    await lambda.invoke({ action: 'task_02_prepare', as_of: AS_OF });
    const event = { action: 'task_02_chunk', run_id: 1, chunk_id: 1 };
    const lock = 'lock table conflict.conflictvisitmaps in access exclusive mode';
    const seen: unknown[] = [];

    const { outcome } = await blockTask({ event, lock }, async ({ release }) => {
      seen.push(await lambda.invoke({ action: 'task_02', as_of: AS_OF }));
      seen.push(await lambda.invoke({ action: 'task_02_prepare', as_of: AS_OF }));
      await release();
    });

    const error = expect.stringMatching(/"conflict-report:conflict" is locked by process/);
    expect(seen).toMatchObject([
      { statusCode: 500, body: { task: 'TASK_02', error } },
      { statusCode: 500, body: { task: 'TASK_02_PREPARE', error } },
    ]);
    expect(outcome).toMatchObject({ statusCode: 200, body: { updated_rows: 2 } });
  });

  it('leaves a chunk to be done again when its connection is cut', async () => {
    await lambda.invoke({ action: 'task_02_prepare', as_of: AS_OF });
    const event = { action: 'task_02_chunk', run_id: 1, chunk_id: 1 };
    const lock = 'lock table conflict.conflictvisitmaps in access exclusive mode';

    const { outcome } = await blockTask({ event, lock }, async ({ cut, release }) => {
      await cut();
      await release();
    });
    const { rows } = await lambda.owner.query(
      'select status, updated_rows::int as rows from conflict.etl_chunk_state',
    );
    const again = await lambda.invoke(event);
    const verified = await lambda.invoke({ action: 'task_02_verify', run_id: 1 });

    expect(outcome).toMatchObject({ statusCode: 500, body: { task: 'TASK_02_CHUNK' } });
    expect(rows).toEqual([{ status: 'failed', rows: 0 }]);
    expect(again).toMatchObject({ statusCode: 200, body: { updated_rows: 2 } });
    expect(verified).toMatchObject({ statusCode: 200, body: { updated_rows: 2 } });
    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 2, loaded: '2025-01-20 14:30:00' });
  });

  it('leaves a chunk to be done again when it is stopped at its deadline', async () => {
    await lambda.invoke({ action: 'task_02_prepare', as_of: AS_OF });
    const event = { action: 'task_02_chunk', run_id: 1, chunk_id: 1 };
    const environment = { TASK_STATEMENT_TIMEOUT_MS: '500' };
    const lock = 'lock table conflict.conflictvisitmaps in share mode';
    const before = await readState(lambda.owner);

    const { outcome } = await blockTask(
      { event: { ...event, execution_arn: EXECUTION }, environment, lock },
      async () => undefined,
    );
    const afterwards = await readState(lambda.owner);
    const { rows } = await lambda.owner.query('select status, error from conflict.etl_chunk_state');
    const again = await lambda.invoke(event);

    expect(outcome).toMatchObject({ name: 'TaskTimeoutError' });
    expect(afterwards).toEqual(before);
    expect(rows).toEqual([
      {
        status: 'failed',
        error: expect.stringMatching(/the task's 0\.5 s are used up/) as unknown,
      },
    ]);
    expect(again).toMatchObject({ statusCode: 200, body: { updated_rows: 2 } });
  });

  it.each([
    ['task_02', 'TASK_02'],
    ['task_03', 'TASK_03'],
  ])('%s tells of a wrong configuration table which rule it breaks', async (action, task) => {
    await lambda.owner.query('delete from conflict.settings');

    const answer = await lambda.invoke({ action, as_of: AS_OF });

    expect(answer).toMatchObject({
      statusCode: 500,
      body: {
        status: 'failed',
        task,
        error: expect.stringContaining('settings has exactly one row') as unknown,
      },
    });
  });
});
