import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import type { PostgresConnection } from '@pipelines/local-cloud';
import { connectDatabase, type Database } from '@pipelines/sql-tasks';
import { findLeaks, startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { postgresSecret } from '@pipelines/contracts';
import type { Ports } from '../src/ports.ts';
import type { Environment } from '../src/settings.ts';
import {
  CANARY_SSN,
  connectAsOwner,
  createOneConflict,
  readSettingsRow,
  readState,
} from './conflict-database.ts';
import { createTestPorts, handlerWith, type TestPorts } from './fake-ports.ts';

const AS_OF = '2025-01-20T14:30:00Z';
const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:test';

let postgres: TestPostgres;
let connection: PostgresConnection;
let owner: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);

afterAll(() => postgres.stop());

beforeEach(async () => {
  connection = await postgres.createDatabase();
  owner = await connectAsOwner(connection);
  await createOneConflict(owner);
}, 30_000);

afterEach(() => owner.close());

function portsWith(environment: Environment = {}, replacements: Partial<Ports> = {}): TestPorts {
  return createTestPorts({
    connect: connectDatabase,
    environment: {
      POSTGRES_HOST: connection.host,
      POSTGRES_PORT: String(connection.port),
      POSTGRES_DATABASE: connection.database,
      POSTGRES_USER: connection.user,
      POSTGRES_PASSWORD: connection.password,
      POSTGRES_TLS: 'off',
      ...environment,
    },
    ...replacements,
  });
}

async function invoke(event: object, environment: Environment = {}): Promise<unknown> {
  return handlerWith(portsWith(environment).ports)(event);
}

describe('a run on PostgreSQL', () => {
  it('validates, copies, updates and ends the run', async () => {
    const { ports, lines } = portsWith();
    const handler = handlerWith(ports);

    const validated = await handler({ action: 'validate_config' });
    const first = await handler({ action: 'task_01', as_of: AS_OF });
    const whileRunning = await readSettingsRow(owner);
    const second = await handler({ action: 'task_02', as_of: AS_OF });

    expect(validated).toMatchObject({ statusCode: 200, body: { status: 'success' } });
    expect(first).toMatchObject({
      statusCode: 200,
      body: { task: 'TASK_01', result: { affected_rows: 2, details: { temp_rows: 2 } } },
    });
    expect(whileRunning).toEqual({ flag: 1, loaded: null });
    expect(second).toMatchObject({
      statusCode: 200,
      body: { task: 'TASK_02', result: { updated_rows: 2, details: { marked_rows: 2 } } },
    });
    expect(await readSettingsRow(owner)).toEqual({ flag: 2, loaded: '2025-01-20 14:30:00' });
    expect(await readState(owner)).toMatchObject({
      maps: [
        { ID: 1, SameSchTimeFlag: 'Y', UpdateFlag: null, ConProviderName: 'Second' },
        { ID: 2, SameSchTimeFlag: 'Y', UpdateFlag: null, ConProviderName: 'First' },
      ],
      temp: [{ ID: 1 }, { ID: 2 }],
    });
    expect(lines.join('\n')).toContain('"message":"Lambda invoked with action: task_01"');
    expect(lines.join('\n')).toContain('"message":"Rows affected: 2"');
    expect(lines.join('\n')).toMatch(/"message":"Task 02 completed successfully in \d+\.\d\ds"/);
    expect(lines.join('\n')).toMatch(/"Environment":"dev","Task02Rows":2/);
    expect(findLeaks(lines, [CANARY_SSN, connection.password])).toEqual([]);
  });

  it('leaves the flag to the operator when it is told to', async () => {
    const environment = { RESET_IN_PROGRESS_FLAG: 'false' };

    await invoke({ action: 'task_01', as_of: AS_OF }, environment);
    await invoke({ action: 'task_02', as_of: AS_OF }, environment);

    expect(await readSettingsRow(owner)).toEqual({ flag: 1, loaded: null });
  });

  it('takes AS_OF for now when the event has no as_of', async () => {
    await invoke({ action: 'task_02' }, { AS_OF: '2025-01-20T14:31:00Z' });

    expect(await readSettingsRow(owner)).toEqual({ flag: 2, loaded: '2025-01-20 14:31:00' });
  });

  it('changes nothing when it is mocked', async () => {
    const before = await readState(owner);

    await invoke({ action: 'task_01', use_mock: true });
    await invoke({ action: 'task_02', use_mock: true });

    expect(await readState(owner)).toEqual(before);
    expect(await readSettingsRow(owner)).toEqual({ flag: 0, loaded: null });
  });

  it.each(['test_connection', 'test_connections', 'test_postgres'])(
    'says for %s who the server is',
    async (action) => {
      const answer = await invoke({ action });

      expect(answer).toMatchObject({
        statusCode: 200,
        body: {
          message: 'Postgres connection successful',
          action,
          details: { database: connection.database, user: connection.user },
        },
      });
    },
  );
});

describe('bad input', () => {
  it.each([
    [{ action: 'task_03' }, {}, 400, 'Unknown action: task_03'],
    [{ action: 'task_02', as_of: '2025-13-45' }, {}, 400, 'Invalid event: as_of: must be an ISO'],
    [
      { action: 'task_02' },
      { POSTGRES_PASSWORD: '' },
      500,
      'Missing required Postgres configuration: POSTGRES_PASSWORD\n',
    ],
    [
      { action: 'task_02' },
      { POSTGRES_CONFLICT_SCHEMA: 'conflict"; drop schema public;--' },
      500,
      'Invalid configuration: POSTGRES_CONFLICT_SCHEMA: must be 1 to 63',
    ],
  ])('%j with %j is refused and writes nothing', async (event, environment, status, start) => {
    const before = await readState(owner);

    const answer = (await invoke(event, environment)) as {
      statusCode: number;
      body: { status: string; error: string };
    };

    expect([answer.statusCode, answer.body.status]).toEqual([status, 'error']);
    expect(answer.body.error.slice(0, start.length)).toBe(start);
    expect(await readState(owner)).toEqual(before);
    expect(await readSettingsRow(owner)).toEqual({ flag: 0, loaded: null });
  });

  it('names a schema that is not there', async () => {
    const answer = await invoke(
      { action: 'validate_config' },
      { POSTGRES_CONFLICT_SCHEMA: 'conflict_dev' },
    );

    expect(answer).toMatchObject({
      statusCode: 500,
      body: {
        error: expect.stringMatching(/^No schema "conflict_dev" in the database\./) as unknown,
      },
    });
  });

  it('calls a refused password a wrong setting, which the state machine does not retry', async () => {
    const event = { action: 'validate_config', execution_arn: EXECUTION };

    const refused = invoke(event, { POSTGRES_PASSWORD: 'wrong-canary' });

    await expect(refused).rejects.toMatchObject({ name: 'ConfigValidationError' });
    await expect(refused).rejects.not.toThrow('wrong-canary');
  });

  it('names host and port of a database that does not answer', async () => {
    const event = { action: 'validate_config', execution_arn: EXECUTION };

    const failed = invoke(event, { POSTGRES_PORT: '1' });

    await expect(failed).rejects.toMatchObject({
      name: 'DatabaseUnreachableError',
      message: expect.stringContaining(`${connection.host}:1`) as unknown,
    });
  });

  it('says why a connection test failed', async () => {
    const answer = await invoke({ action: 'test_postgres' }, { POSTGRES_PORT: '1' });

    expect(answer).toMatchObject({
      statusCode: 500,
      body: {
        status: 'error',
        message: expect.stringMatching(/^Postgres connection failed: /) as unknown,
        error_type: 'DatabaseUnreachableError',
      },
    });
  });
});

describe('a rotated password', () => {
  it('is fetched once when the kept one is refused', async () => {
    const asked: boolean[] = [];
    const loadSecret: Ports['loadSecret'] = async (_id, schema, options) => {
      const refresh = options?.refresh ?? false;
      asked.push(refresh);
      return schema.parse({ ...connection, password: refresh ? connection.password : 'old' });
    };
    const environment = { DB_SECRET_ID: 'etl-pipeline/postgres' };
    const { ports } = portsWith(environment, { loadSecret });

    const answer = await handlerWith(ports)({ action: 'validate_config' });

    expect(postgresSecret.safeParse(connection).success).toBe(true);
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(asked).toEqual([false, true]);
  });
});

describe('a task in trouble', () => {
  /** Start a task that waits for a lock of ours, let `interfere` act on it, then hand it back. */
  async function blockTask(
    { event, environment = {} }: { event: object; environment?: Environment },
    interfere: (backend: number) => Promise<unknown>,
  ): Promise<{ outcome: unknown; lines: readonly string[] }> {
    const { ports, lines } = portsWith(environment);
    const locker = await connectAsOwner(connection);
    await locker.query('begin');
    await locker.query('lock table conflict.conflictvisitmaps in access exclusive mode');

    const running = handlerWith(ports)(event).catch((error: unknown) => error);
    await interfere(await waitForBlockedBackend());
    const outcome = await running;

    await locker.query('rollback');
    await locker.close();
    return { outcome, lines };
  }

  async function waitForBlockedBackend(): Promise<number> {
    for (;;) {
      const { rows } = await owner.query(`select pid from pg_stat_activity
        where application_name = 'etl-pipeline-function' and wait_event_type = 'Lock'`);
      if (rows[0]) return Number(rows[0]['pid']);
    }
  }

  it.each([
    ['task_01', 'TASK_01', 'Task01ExecutionError'],
    ['task_02', 'TASK_02', 'Task02ExecutionError'],
  ])(
    'fails %s when its connection is cut, and leaves nothing half-written',
    async (action, task, name) => {
      const before = await readState(owner);
      const event = { action, as_of: AS_OF, execution_arn: EXECUTION };

      const { outcome, lines } = await blockTask({ event }, (backend) =>
        owner.query('select pg_terminate_backend($1::int)', [String(backend)]),
      );

      expect(outcome).toMatchObject({ name });
      expect(JSON.parse((outcome as Error).message)).toMatchObject({ status: 'failed', task });
      expect(await readState(owner)).toEqual(before);
      expect(await readSettingsRow(owner)).toEqual({ flag: 2, loaded: null });
      expect(findLeaks(lines, [CANARY_SSN, connection.password])).toEqual([]);
    },
  );

  it('ends a task past its deadline under the name that is not retried', async () => {
    const before = await readState(owner);
    const event = { action: 'task_02', as_of: AS_OF, execution_arn: EXECUTION };

    const { outcome } = await blockTask(
      { event, environment: { TASK_STATEMENT_TIMEOUT_MS: '300' } },
      async () => undefined,
    );

    expect(outcome).toMatchObject({ name: 'TaskTimeoutError' });
    expect(await readState(owner)).toEqual(before);
    expect(await readSettingsRow(owner)).toEqual({ flag: 2, loaded: null });
  });

  it('does not start beside another run, and leaves its flag alone', async () => {
    await owner.query('update conflict.settings set "InProgressFlag" = 1');
    const event = { action: 'task_02', as_of: AS_OF };
    let second: unknown;
    let flag: unknown;

    await blockTask({ event }, async (backend) => {
      second = await invoke({ action: 'task_01', as_of: AS_OF });
      flag = await readSettingsRow(owner);
      await owner.query('select pg_terminate_backend($1::int)', [String(backend)]);
    });

    expect(second).toMatchObject({
      statusCode: 500,
      body: {
        status: 'failed',
        error: expect.stringMatching(/"conflict-report:conflict" is locked by process/) as unknown,
      },
    });
    expect(flag).toEqual({ flag: 1, loaded: null });
  });

  it('tells of a wrong configuration table which rule it breaks', async () => {
    await owner.query('delete from conflict.settings');

    const answer = await invoke({ action: 'task_02', as_of: AS_OF });

    expect(answer).toMatchObject({
      statusCode: 500,
      body: {
        status: 'failed',
        task: 'TASK_02',
        error: expect.stringContaining('settings has exactly one row') as unknown,
      },
    });
  });
});
