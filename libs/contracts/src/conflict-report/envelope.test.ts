import { describe, expect, it } from '@jest/globals';
import { conflictReportEnvelope } from './envelope.ts';
import { sqlTaskResult } from './results.ts';

const times = {
  start_time: '2025-01-20T14:30:00.000Z',
  end_time: '2025-01-20T14:30:45.230Z',
  duration_seconds: 45.23,
};

describe('conflictReportEnvelope', () => {
  it.each([
    [
      200,
      {
        status: 'success',
        message: 'Configuration validated successfully',
        action: 'validate_config',
        config: { host: 'localhost', port: 5_432, database: 'conflictreport_dev', user: 'etl' },
      },
    ],
    [
      200,
      {
        status: 'success',
        task: 'TASK_01',
        ...times,
        result: { status: 'success', affected_rows: 15_234, duration_seconds: 45.2 },
      },
    ],
    [
      200,
      {
        status: 'success',
        task: 'TASK_02',
        ...times,
        result: {
          status: 'success',
          updated_rows: 8_432,
          duration_seconds: 187.3,
          details: { marked_rows: 15_234 },
        },
      },
    ],
    [
      200,
      {
        status: 'success',
        task: 'TASK_03',
        ...times,
        result: { status: 'success', inserted_rows: 1_204, duration_seconds: 3.9 },
      },
    ],
    [
      200,
      {
        status: 'success',
        task: 'UPDATE_STATUSES',
        ...times,
        result: { status: 'success', updated_rows: 6_802, duration_seconds: 2.1 },
      },
    ],
    [500, { status: 'failed', task: 'UPDATE_STATUSES', ...times, error: 'Disk is full' }],
    [500, { status: 'failed', task: 'TASK_02', ...times, error: 'Database connection lost' }],
    [400, { status: 'error', error: 'Unknown action: x', message: 'Valid actions: task_01' }],
  ])('accepts a body of section 1.2 to 1.4 with %i', (statusCode, body) => {
    expect(conflictReportEnvelope.parse({ statusCode, body })).toEqual({ statusCode, body });
  });

  it('refuses a failure under the status code of success', () => {
    const envelope = { statusCode: 200, body: { status: 'error', error: 'boom' } };

    expect(conflictReportEnvelope.safeParse(envelope).success).toBe(false);
  });

  it('refuses a body with a password', () => {
    const envelope = {
      statusCode: 200,
      body: {
        status: 'success',
        message: '',
        action: 'validate_config',
        config: { host: 'h', port: 1, database: 'd', user: 'u', password: 'p' },
      },
    };

    expect(conflictReportEnvelope.safeParse(envelope).success).toBe(false);
  });
});

describe('the rows of a SQL task', () => {
  const body = (task: string, rows: object): unknown => ({
    status: 'success',
    task,
    start_time: '2025-01-20T14:30:00.000Z',
    end_time: '2025-01-20T14:30:45.230Z',
    duration_seconds: 45.23,
    result: { status: 'success', ...rows, duration_seconds: 45.23 },
  });

  it.each([
    ['TASK_01', { affected_rows: 4 }, true],
    ['TASK_03', { inserted_rows: 4 }, true],
    ['TASK_03', { updated_rows: 4 }, false],
    ['TASK_02', { updated_rows: 4, inserted_rows: 4 }, false],
    ['TASK_02', {}, false],
  ])('of %s as %j are right: %s', (task, rows, isRight) => {
    expect(sqlTaskResult.safeParse(body(task, rows)).success).toBe(isRight);
  });
});
