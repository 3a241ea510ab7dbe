import { describe, expect, it } from '@jest/globals';
import { conflictReportActions, conflictReportEvent } from './event.ts';

function complaintsOf(event: unknown): string[] {
  const { error } = conflictReportEvent.safeParse(event);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('conflictReportEvent', () => {
  it.each([
    'validate_config',
    'task_01',
    'task_03',
    'update_statuses',
    'test_connection',
    'test_postgres',
  ])('accepts %s alone and does not mock by itself', (action) => {
    expect(conflictReportEvent.parse({ action })).toEqual({ action, use_mock: false });
  });

  it.each([
    [{}, true],
    [{ ends_run: false }, false],
  ])('ends the run with TASK_02 unless told otherwise: %j', (event, endsRun) => {
    expect(conflictReportEvent.parse({ action: 'task_02', ...event })).toEqual({
      action: 'task_02',
      use_mock: false,
      ends_run: endsRun,
    });
  });

  it('knows every action that it lists', () => {
    const unknown = conflictReportActions.filter((action) =>
      complaintsOf({ action }).some((complaint) => complaint.startsWith('action:')),
    );

    expect(unknown).toEqual([]);
    expect(complaintsOf({ action: 'task_09' })).toEqual([
      expect.stringMatching(/^action: Invalid discriminator value/),
    ]);
  });

  it.each(['task_02_prepare', 'get_task02_chunks'])('plans for %s as decided', (action) => {
    expect(conflictReportEvent.parse({ action })).toEqual({
      action,
      use_mock: false,
      max_chunk_rows: 15_000,
      max_chunk_days: 800,
    });
  });

  it.each([
    { run_id: 3, chunk_id: 7 },
    { start_date: '2025-01-20', end_date: '2025-01-20' },
    { start_date: '2025-01-20', end_date: '2025-01-20', bucket: 2, buckets: 3 },
  ])('accepts a chunk as %j', (chunk) => {
    const event = { action: 'task_02_chunk', ...chunk };

    expect(conflictReportEvent.parse(event)).toMatchObject(event);
  });

  it.each([
    [{}, ': needs run_id and chunk_id, or start_date and end_date'],
    [{ run_id: 3 }, ': needs run_id and chunk_id, or start_date and end_date'],
    [{ start_date: '2025-01-20' }, ': needs run_id and chunk_id, or start_date and end_date'],
    [
      { start_date: '2025-01-21', end_date: '2025-01-20' },
      ': start_date must not be after end_date',
    ],
    [{ run_id: 3, chunk_id: 7, bucket: 1 }, ': bucket must be below buckets'],
    [{ run_id: 3, chunk_id: 7, end_date: '20.1.' }, 'end_date: must be a date such as 2025-01-20'],
    [{ run_id: 0, chunk_id: 7 }, 'run_id: must be at least 1'],
    [{ run_id: 3, chunk_id: 2 ** 31 }, 'chunk_id: must be at most 2147483647'],
  ])('refuses a chunk as %j', (chunk, complaint) => {
    expect(complaintsOf({ action: 'task_02_chunk', ...chunk })).toEqual([complaint]);
  });

  it('accepts what the state machine sends', () => {
    const event = conflictReportEvent.parse({
      action: 'task_01',
      use_mock: true,
      as_of: '2025-01-20T09:30:00-05:00',
      execution_arn: 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:first',
    });

    expect(event).toEqual({
      action: 'task_01',
      use_mock: true,
      as_of: '2025-01-20T14:30:00.000Z',
      execution_arn: 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:first',
    });
  });

  it.each([
    '2025-01-20',
    '2025-01-20T14:30:00',
    '2025-02-30T00:00:00Z',
    "2025-01-20T14:30:00Z'; select pg_sleep(5)--",
    'yesterday',
    '',
  ])('refuses as_of %j and shows a right one', (asOf) => {
    expect(complaintsOf({ action: 'task_01', as_of: asOf })).toEqual([
      expect.stringMatching(/^as_of: must (be an ISO timestamp with a zone|have at most 40)/),
    ]);
  });

  it.each(['1999-12-31T23:59:59Z', '2101-01-01T00:00:00Z', '0000-01-01T00:00:00Z'])(
    'refuses the year of %s',
    (asOf) => {
      expect(complaintsOf({ action: 'task_01', as_of: asOf })).toEqual([
        'as_of: must lie in the years 2000 to 2100',
      ]);
    },
  );

  it.each([
    [{ action: 'task_01', usemock: true }, ': Unrecognized key: "usemock"'],
    [{ action: 'task_01', ends_run: false }, ': Unrecognized key: "ends_run"'],
    [{ action: 'task_02', ends_run: 'no' }, 'ends_run: must be true or false, without quotes'],
    [{ action: 'task_01', use_mock: 'yes' }, 'use_mock: must be true or false, without quotes'],
    [
      { action: 'task_01', execution_arn: 'etl-pipeline' },
      'execution_arn: must be an ARN; leave it out when no state machine is calling',
    ],
    [
      { action: 'task_01', execution_arn: `arn:${'x'.repeat(400)}` },
      'execution_arn: must have at most 400 characters',
    ],
    [
      { action: 'task_01', as_of: 20_250_120 },
      'as_of: must be text: an ISO timestamp with a zone, such as 2025-01-20T14:30:00Z',
    ],
  ])('refuses %j', (event, complaint) => {
    expect(complaintsOf(event)).toEqual([complaint]);
  });
});

describe('an explain event', () => {
  it('names two visits', () => {
    const event = { action: 'explain', visit_id: 'V-1', con_visit_id: 'V-2' };

    expect(conflictReportEvent.parse(event)).toEqual({ ...event, use_mock: false });
  });

  it.each([
    [{ con_visit_id: 'V-2' }, 'visit_id: must be text: the id of a visit'],
    [{ visit_id: '', con_visit_id: 'V-2' }, 'visit_id: must not be empty'],
    [
      { visit_id: 'V-1', con_visit_id: 'V'.repeat(51) },
      'con_visit_id: must have at most 50 characters',
    ],
  ])('is refused as %j', (fields, complaint) => {
    expect(complaintsOf({ action: 'explain', ...fields })).toEqual([complaint]);
  });
});
