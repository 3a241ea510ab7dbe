import { describe, expect, it } from '@jest/globals';
import { PipelineError } from '@pipelines/core';
import { createFakeDatabase } from './fake-database.ts';
import { completeEnvironment, createTestPorts, handlerWith } from './fake-ports.ts';

/** The statement of TASK_02 whose row count is the task's. */
const UPDATE_CONFLICTS = /set[^]*"UpdatedDate" = \$1/;
const bothSchemas = { rows: [{ nspname: 'conflict' }, { nspname: 'analytics' }] };

/** The twelve cases of the source document's test suite, under their own names. */
describe('lambda_handler', () => {
  it('test_lambda_handler_validate_config_success', async () => {
    const database = createFakeDatabase((text) =>
      /pg_namespace/.test(text) ? bothSchemas : undefined,
    );
    const { ports } = createTestPorts({ connect: database.connect });

    const envelope = await handlerWith(ports)({ action: 'validate_config' });

    expect(envelope).toEqual({
      statusCode: 200,
      body: {
        status: 'success',
        message: 'Configuration validated successfully',
        action: 'validate_config',
        config: { host: 'db.example', port: 5_432, database: 'conflictreport_dev', user: 'etl' },
      },
    });
    expect([database.opened(), database.closed()]).toEqual([1, 1]);
  });

  it('test_lambda_handler_validate_config_failure', async () => {
    const environment = { ...completeEnvironment, POSTGRES_HOST: '' };
    const { ports } = createTestPorts({ environment });

    const envelope = await handlerWith(ports)({ action: 'validate_config', use_mock: true });

    expect(envelope).toEqual({
      statusCode: 500,
      body: {
        status: 'error',
        error:
          'Missing required Postgres configuration: POSTGRES_HOST\n' +
          'Set them in .env or in the environment of the function, or set DB_SECRET_ID.',
        action: 'validate_config',
      },
    });
  });

  it('test_lambda_handler_task_01_success_mock_mode', async () => {
    const database = createFakeDatabase();
    const { ports } = createTestPorts({ connect: database.connect });

    const envelope = await handlerWith(ports)({ action: 'task_01', use_mock: true });

    expect(envelope).toMatchObject({
      statusCode: 200,
      body: { status: 'success', task: 'TASK_01', result: { affected_rows: 15_234 } },
    });
    expect(database.opened()).toBe(0);
  });

  it('test_lambda_handler_task_01_success_real_db', async () => {
    const { ports } = createTestPorts();
    const database = createFakeDatabase((text) => {
      if (/set "InProgressFlag" = 1/.test(text)) return { rowCount: 1 };
      if (!/insert into "conflict"\.conflictvisitmaps_temp/.test(text)) return undefined;
      return { rowCount: 15_234 };
    });

    const envelope = await handlerWith({ ...ports, connect: database.connect })({
      action: 'task_01',
    });

    expect(envelope).toMatchObject({
      statusCode: 200,
      body: {
        start_time: '2025-01-20T14:30:00.000Z',
        result: { affected_rows: 15_234, details: { temp_rows: 15_234, settings_updated: 1 } },
      },
    });
    expect([database.opened(), database.closed()]).toEqual([1, 1]);
  });

  it('test_lambda_handler_task_01_failure', async () => {
    const database = createFakeDatabase((text) => {
      if (/truncate/.test(text)) throw new PipelineError('Table is locked');
      return undefined;
    });
    const { ports } = createTestPorts({ connect: database.connect });

    const envelope = await handlerWith(ports)({ action: 'task_01' });

    expect(envelope).toMatchObject({
      statusCode: 500,
      body: { status: 'failed', task: 'TASK_01', duration_seconds: 0, error: 'Table is locked' },
    });
  });

  it('test_lambda_handler_task_02_success_mock_mode', async () => {
    const database = createFakeDatabase();
    const { ports } = createTestPorts({ connect: database.connect });

    const envelope = await handlerWith(ports)({ action: 'task_02', use_mock: true });

    expect(envelope).toMatchObject({
      statusCode: 200,
      body: { status: 'success', task: 'TASK_02', result: { updated_rows: 8_432 } },
    });
    expect(database.opened()).toBe(0);
  });

  it('test_lambda_handler_task_02_success_real_db', async () => {
    const database = createFakeDatabase((text) =>
      UPDATE_CONFLICTS.test(text) ? { rowCount: 8_432 } : undefined,
    );
    const { ports } = createTestPorts({ connect: database.connect });

    const envelope = await handlerWith(ports)({ action: 'task_02' });

    expect(envelope).toMatchObject({
      statusCode: 200,
      body: { task: 'TASK_02', result: { status: 'success', updated_rows: 8_432 } },
    });
    expect([database.opened(), database.closed()]).toEqual([1, 1]);
  });

  it('test_lambda_handler_task_02_failure', async () => {
    const database = createFakeDatabase((text) => {
      if (UPDATE_CONFLICTS.test(text)) throw new PipelineError('Database connection lost');
      return undefined;
    });
    const { ports } = createTestPorts({ connect: database.connect });

    const envelope = await handlerWith(ports)({ action: 'task_02' });

    expect(envelope).toMatchObject({
      statusCode: 500,
      body: { status: 'failed', task: 'TASK_02', error: 'Database connection lost' },
    });
  });

  it('test_lambda_handler_unknown_action', async () => {
    const { ports } = createTestPorts();

    const envelope = await handlerWith(ports)({ action: 'test_snowflake' });

    expect(envelope).toEqual({
      statusCode: 400,
      body: {
        status: 'error',
        error: 'Unknown action: test_snowflake',
        message:
          'Valid actions: validate_config, task_01, task_02, task_03, update_statuses, ' +
          'task_02_prepare, get_task02_chunks, task_02_chunk, process_task02_chunk, ' +
          'task_02_verify, test_connection, test_connections, test_postgres, ' +
          'validate_task_01, validate_task_02, explain',
      },
    });
  });

  it.each([[{}], [null], ['task_01'], [[]], [{ action: 7 }], [{ Action: 'task_01' }]])(
    'test_lambda_handler_missing_action (%j)',
    async (event) => {
      const { ports } = createTestPorts();

      const envelope = await handlerWith(ports)(event);

      expect(envelope).toMatchObject({ statusCode: 400, body: { status: 'error' } });
    },
  );

  it('test_lambda_handler_exception_handling', async () => {
    const connect = () => Promise.reject(new RangeError('row with 666-12-3456'));
    const { ports, lines } = createTestPorts({ connect });

    const envelope = await handlerWith(ports)({ action: 'validate_config' });

    expect(envelope).toEqual({
      statusCode: 500,
      body: {
        status: 'error',
        error: 'Unexpected RangeError; the log of this invocation has its trace',
        action: 'validate_config',
      },
    });
    expect(lines.join('\n')).not.toContain('666-12-3456');
  });

  it('test_lambda_handler_task_01_with_exception', async () => {
    const connect = () => Promise.reject(new PipelineError('No route to db.example'));
    const { ports } = createTestPorts({ connect });

    const envelope = await handlerWith(ports)({ action: 'task_01' });

    expect(envelope).toEqual({
      statusCode: 500,
      body: { status: 'error', error: 'No route to db.example', action: 'task_01' },
    });
  });
});
