import { describe, expect, it } from '@jest/globals';
import { postgresSecret } from '@pipelines/contracts';
import type { Ports } from '../src/ports.ts';
import { readSettingsRow, readState } from './conflict-database.ts';
import { handlerWith } from './fake-ports.ts';
import { useLambdaOnPostgres } from './lambda-on-postgres.ts';

const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:test';

const lambda = useLambdaOnPostgres();

describe('bad input', () => {
  it.each([
    [{ action: 'task_04' }, {}, 400, 'Unknown action: task_04'],
    [{ action: 'task_03', ends_run: false }, {}, 400, 'Invalid event: Unrecognized key'],
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
    const before = await readState(lambda.owner);

    const answer = (await lambda.invoke(event, environment)) as {
      statusCode: number;
      body: { status: string; error: string };
    };

    expect([answer.statusCode, answer.body.status]).toEqual([status, 'error']);
    expect(answer.body.error.slice(0, start.length)).toBe(start);
    expect(await readState(lambda.owner)).toEqual(before);
    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 0, loaded: null });
  });

  const chunk = { action: 'task_02_chunk', start_date: '2025-01-20', end_date: '2025-01-21' };
  it.each([
    [{ ...chunk, start_date: '2025-13-01' }, 'start_date: must be a date such as 2025-01-20'],
    [{ ...chunk, start_date: '2025-02-30' }, 'start_date: must be a date such as 2025-01-20'],
    [{ ...chunk, end_date: '20250121' }, 'end_date: must be a date such as 2025-01-20'],
    [{ ...chunk, end_date: '2025-01-19' }, 'start_date must not be after end_date'],
    [
      { ...chunk, as_of: 'yesterday' },
      'as_of: must be an ISO timestamp with a zone, such as 2025-01-20T14:30:00Z',
    ],
    [{ ...chunk, as_of: '1025-01-20T14:30:00Z' }, 'as_of: must lie in the years 2000 to 2100'],
    [
      { action: chunk.action, run_id: 1, chunk_id: 2 ** 31 },
      'chunk_id: must be at most 2147483647',
    ],
  ])(
    '%j is answered 400 with the field and what it must be, and nothing is run',
    async (event, words) => {
      const answer = await lambda.invoke(event);
      const { rows } = await lambda.owner.query('select from conflict.etl_audit');

      expect(answer).toMatchObject({
        statusCode: 400,
        body: { status: 'error', error: expect.stringContaining(words) as unknown },
      });
      expect(rows).toEqual([]);
    },
  );

  it('S9, B4: names a schema that is not there', async () => {
    const answer = await lambda.invoke(
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

    const refused = lambda.invoke(event, { POSTGRES_PASSWORD: 'wrong-canary' });

    await expect(refused).rejects.toMatchObject({ name: 'ConfigValidationError' });
    await expect(refused).rejects.not.toThrow('wrong-canary');
  });

  it('names host and port of a database that does not answer', async () => {
    const event = { action: 'validate_config', execution_arn: EXECUTION };

    const failed = lambda.invoke(event, { POSTGRES_PORT: '1' });

    await expect(failed).rejects.toMatchObject({
      name: 'DatabaseUnreachableError',
      message: expect.stringContaining(`${lambda.connection.host}:1`) as unknown,
    });
  });

  it('says why a connection test failed', async () => {
    const answer = await lambda.invoke({ action: 'test_postgres' }, { POSTGRES_PORT: '1' });

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
      return schema.parse({
        ...lambda.connection,
        password: refresh ? lambda.connection.password : 'old',
      });
    };
    const environment = { DB_SECRET_ID: 'etl-pipeline/postgres' };
    const { ports } = lambda.portsWith(environment, { loadSecret });

    const answer = await handlerWith(ports)({ action: 'validate_config' });

    expect(postgresSecret.safeParse(lambda.connection).success).toBe(true);
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(asked).toEqual([false, true]);
  });
});
