import { describe, expect, it } from '@jest/globals';
import { PipelineError } from '@pipelines/core';
import { createFakeDatabase } from '../../test/fake-database.ts';
import { completeEnvironment, createTestPorts, handlerWith } from '../../test/fake-ports.ts';

const COPY = /insert into "conflict"\.conflictvisitmaps_temp/;

type Line = Readonly<Record<string, unknown>>;

function parse(lines: readonly string[]): Line[] {
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Run TASK_01 on a fake database that copies 3 rows in 1.5 s. */
async function runTask01(): Promise<{ envelope: unknown; lines: Line[] }> {
  const { ports, clock, lines } = createTestPorts();
  const { connect } = createFakeDatabase(async (text) => {
    if (!COPY.test(text)) return undefined;
    await clock.advanceBy(1_500);
    return { rowCount: 3 };
  });
  const handler = handlerWith({ ...ports, connect });
  const envelope = await handler(
    { action: 'task_01' },
    { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 900_000 },
  );
  return { envelope, lines: parse(lines) };
}

describe('runTask01', () => {
  it('tells its times in UTC, to the millisecond', async () => {
    const { envelope } = await runTask01();

    expect(envelope).toMatchObject({
      body: {
        start_time: '2025-01-20T14:30:00.000Z',
        end_time: '2025-01-20T14:30:01.500Z',
        duration_seconds: 1.5,
        result: { affected_rows: 3, duration_seconds: 1.5 },
      },
    });
  });

  it('logs the invocation, one line per step, its time and its rows', async () => {
    const { lines } = await runTask01();

    expect(lines.map(({ message }) => message)).toEqual([
      'Lambda invoked with action: task_01',
      'Step use-utc done',
      'Step lock-reminders done',
      'Step insert-reminders done',
      'Step refresh-reminder-names done',
      'Step empty-temp done',
      'Step copy-to-temp done',
      'Step set-in-progress done',
      'Task 01 completed successfully in 1.50s',
      'Rows affected: 3',
      undefined,
      undefined,
    ]);
    expect(lines[6]).toEqual({
      level: 'INFO',
      message: 'Step copy-to-temp done',
      timestamp: '2025-01-20T14:30:01.500Z',
      service: 'conflict-report',
      function_request_id: 'request-1',
      action: 'task_01',
      step: 'copy-to-temp',
      rows: 3,
      duration_seconds: 1.5,
    });
  });

  it('emits its duration and its rows as metrics of the environment', async () => {
    const { lines } = await runTask01();

    const metrics = lines.filter((line) => '_aws' in line);
    expect(metrics).toMatchObject([
      { Environment: 'dev', Task01Duration: 1.5 },
      { Environment: 'dev', Task01Rows: 3 },
    ]);
  });

  it('reports its own failure even when the flag cannot be reset', async () => {
    const database = createFakeDatabase((text) => {
      if (COPY.test(text)) throw new PipelineError('Disk is full');
      return undefined;
    });
    let connections = 0;
    const connect: typeof database.connect = async (options) => {
      connections += 1;
      if (connections > 1) throw new PipelineError('No more connections');
      return database.connect(options);
    };
    const { ports, lines } = createTestPorts({ connect });

    const envelope = await handlerWith(ports)({ action: 'task_01' });

    expect(envelope).toMatchObject({ body: { status: 'failed', error: 'Disk is full' } });
    expect(parse(lines)).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        message: 'InProgressFlag could not be reset after a failure',
        error_message: 'No more connections',
      }),
    );
  });

  it('prefers the event’s as_of to AS_OF', async () => {
    const asked: unknown[] = [];
    const { connect } = createFakeDatabase((text, values) => {
      if (COPY.test(text)) asked.push(values);
      return undefined;
    });
    const environment = { ...completeEnvironment, AS_OF: '2025-01-19T00:00:00Z' };
    const { ports } = createTestPorts({ connect, environment });

    await handlerWith(ports)({ action: 'task_01', as_of: '2025-01-20T00:00:00Z' });
    await handlerWith(ports)({ action: 'task_01' });

    expect(asked).toEqual([['2025-01-20T00:00:00.000Z'], ['2025-01-19T00:00:00.000Z']]);
  });
});
