import { describe, expect, it } from '@jest/globals';
import { createTestPorts, handlerWith } from '../../test/fake-ports.ts';

const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:test';

function lastOf(lines: readonly string[]): unknown {
  return JSON.parse(lines.at(-1) ?? '');
}

describe('invokeAction', () => {
  it('S1, B3: throws to a state machine what it returns to anyone else, under its name', async () => {
    const { ports } = createTestPorts();

    const failed = handlerWith(ports)({ action: 'task_09', execution_arn: EXECUTION });

    await expect(failed).rejects.toMatchObject({
      name: 'BadRequestError',
      message:
        '{"status":"error","error":"Unknown action: task_09","message":"Valid actions: ' +
        'validate_config, task_01, task_02, task_03, update_statuses, task_02_prepare, ' +
        'get_task02_chunks, task_02_chunk, process_task02_chunk, task_02_verify, ' +
        'test_connection, test_connections, test_postgres, validate_task_01, validate_task_02, ' +
        'explain"}',
    });
  });

  it('cuts a wrong action short', async () => {
    const { ports } = createTestPorts();

    const envelope = await handlerWith(ports)({ action: 'x'.repeat(1_000) });

    expect(envelope).toMatchObject({ body: { error: `Unknown action: ${'x'.repeat(64)}` } });
  });

  it('logs a failure with the execution, the error’s name and the status code', async () => {
    const { ports, lines } = createTestPorts({ environment: {} });

    await handlerWith(ports)({ action: 'task_01', execution_arn: EXECUTION }).catch(
      () => undefined,
    );

    expect(lastOf(lines)).toMatchObject({
      level: 'ERROR',
      execution_arn: EXECUTION,
      action: 'task_01',
      error_name: 'ConfigValidationError',
      status_code: 500,
    });
  });

  it('logs where an error came from that nobody foresaw', async () => {
    const connect = () => Promise.reject(new RangeError('row with 666-12-3456'));
    const { ports, lines } = createTestPorts({ connect });

    await handlerWith(ports)({ action: 'test_postgres' });

    expect(lastOf(lines)).toMatchObject({
      error_name: 'UnexpectedError',
      trace: expect.stringContaining('invoke-action.test.ts') as unknown,
    });
  });

  it('logs at the level of LOG_LEVEL, in either case', async () => {
    const { ports, lines } = createTestPorts({ environment: { LOG_LEVEL: 'error' } });

    await handlerWith(ports)({ action: 'task_01', use_mock: true });

    expect(lines).toEqual([]);
  });

  it('still logs when LOG_LEVEL is wrong', async () => {
    const { ports, lines } = createTestPorts({ environment: { LOG_LEVEL: 'LOUD' } });

    await handlerWith(ports)({ action: 'task_01', use_mock: true });

    expect(lines[0]).toContain('Lambda invoked with action: task_01');
  });
});
