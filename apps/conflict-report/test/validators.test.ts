import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import type { ValidationResult } from '@pipelines/contracts';
import { connectDatabase } from '@pipelines/sql-tasks';
import { findLeaks, startTestPostgres, type TestPostgres } from '@pipelines/testing';
import * as z from 'zod';
import { createTestPorts, handlerWith } from './fake-ports.ts';
import {
  AS_OF,
  createGoldenDatabase,
  goldenPath,
  type GoldenDatabase,
  runTask,
} from './golden-database.ts';

let postgres: TestPostgres;
let golden: GoldenDatabase;
let expected: Readonly<Record<string, number>>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const text = await readFile(goldenPath('A/validation_expectations.json'), 'utf8');
  expected = z.record(z.string(), z.number()).parse(JSON.parse(text));
}, 60_000);
afterAll(() => postgres.stop());
beforeEach(async () => {
  golden = await createGoldenDatabase(postgres, 'A');
}, 30_000);
afterEach(() => golden.database.close());

type Check = ValidationResult['checks'][number];

/** Ask the Lambda, and give its checks by name. */
async function validate(
  action: ValidationResult['action'],
  asOf = AS_OF,
): Promise<{ body: ValidationResult; checks: Readonly<Record<string, Check>>; lines: string[] }> {
  const { connection } = golden;
  const { ports, lines } = createTestPorts({
    connect: connectDatabase,
    environment: {
      POSTGRES_HOST: connection.host,
      POSTGRES_PORT: String(connection.port),
      POSTGRES_DATABASE: connection.database,
      POSTGRES_USER: connection.user,
      POSTGRES_PASSWORD: connection.password,
      POSTGRES_TLS: 'off',
    },
  });
  const { statusCode, body } = await handlerWith(ports)({ action, as_of: asOf });
  expect([statusCode, body]).toMatchObject([200, { status: 'success', action }]);
  const result = body as ValidationResult;
  const checks = Object.fromEntries(result.checks.map((check) => [check.name, check]));
  return { body: result, checks, lines: [...lines] };
}

async function runBothTasks(): Promise<void> {
  await runTask(golden.database, 'task_01_copy_to_temp');
  await runTask(golden.database, 'task_02_update_conflicts');
}

describe('validate_task_01 on golden set A', () => {
  it('A8: passes after TASK_01 with the golden counts', async () => {
    await runTask(golden.database, 'task_01_copy_to_temp');

    const { body, checks } = await validate('validate_task_01');

    expect(body).toMatchObject({ passed: 3, total: 3, as_of: '2025-01-20T14:30:00.000Z' });
    expect(checks).toEqual({
      reminders: {
        name: 'reminders',
        status: 'passed',
        counts: {
          payer_provider_pairs_expected: expected['payer_provider_pairs_expected'],
          payer_provider_reminders_actual: expected['payer_provider_reminders_actual'],
        },
      },
      'temp-copy': {
        name: 'temp-copy',
        status: 'passed',
        counts: { temp_rows_expected: expected['temp_rows'], temp_rows: expected['temp_rows'] },
      },
      'in-progress': {
        name: 'in-progress',
        status: 'passed',
        counts: { settings_rows: 1, settings_in_progress: 1 },
      },
    });
  });

  it('still passes after TASK_02, and says that the run has ended', async () => {
    await runBothTasks();
    await runTask(golden.database, 'finish_run');

    const { body, checks } = await validate('validate_task_01');

    expect(body.passed).toBe(3);
    expect(checks['in-progress']).toMatchObject({
      status: 'warning',
      finding: 'InProgressFlag is not 1: the run has ended, or none has begun',
    });
  });

  it.each([
    ['a row is missing', 'delete from conflict.conflictvisitmaps_temp where "ID" in (1)'],
    ['it is empty though rows are due', 'truncate conflict.conflictvisitmaps_temp'],
  ])('fails on the work table when %s', async (_, damage) => {
    await runTask(golden.database, 'task_01_copy_to_temp');
    await golden.database.query(damage);

    const { body, checks } = await validate('validate_task_01');

    expect(body.passed).toBe(2);
    expect(checks['temp-copy']).toMatchObject({
      status: 'failed',
      finding: 'The work table has not the rows of the window: run TASK_01 with this as_of',
      counts: { temp_rows_expected: 84 },
    });
  });

  it('passes with a warning when no row is in the window', async () => {
    await golden.database.query('truncate conflict.conflictvisitmaps_temp');

    const { checks } = await validate('validate_task_01', '2050-01-01T00:00:00Z');

    expect(checks['temp-copy']).toEqual({
      name: 'temp-copy',
      status: 'warning',
      finding: 'No rows in range',
      counts: { temp_rows_expected: 0, temp_rows: 0 },
    });
  });

  it('fails on missing reminders, a missing table and missing settings', async () => {
    await golden.database.query('truncate conflict.payer_provider_reminders');
    await golden.database.query('drop table conflict.conflictvisitmaps_temp');
    await golden.database.query('truncate conflict.settings');

    const { body } = await validate('validate_task_01');

    expect(body.passed).toBe(0);
    expect(body.checks.map(({ finding }) => finding)).toEqual([
      'Reminders are missing for some pairs of payer and provider',
      'No table conflictvisitmaps_temp',
      'The settings table has no row',
    ]);
  });
});

describe('validate_task_02 on golden set A', () => {
  it('A8, B7: passes after TASK_02 with the golden counts', async () => {
    await runBothTasks();

    const { body, checks } = await validate('validate_task_02');

    expect([body.passed, body.total]).toEqual([5, 5]);
    const flags = checks['overlap-flags']?.counts ?? {};
    const { rows_with_distance, ...counts } = {
      ...checks['computed-values']?.counts,
      ...checks['refreshed-details']?.counts,
      ...checks['distances']?.counts,
    };
    expect(expected).toMatchObject(counts);
    expect(counts).toMatchObject({ rows_checked: 86, aide_fname: 48, avg_distance: 5.9167 });
    expect(rows_with_distance).toBe(48);
    expect(flags).toEqual({
      rows_checked: expected['rows_checked'],
      same_sch_time_y: expected['SameSchTimeFlag_Y'],
      same_visit_time_y: expected['SameVisitTimeFlag_Y'],
      sch_and_visit_time_same_y: expected['SchAndVisitTimeSameFlag_Y'],
      sch_over_another_sch_time_y: expected['SchOverAnotherSchTimeFlag_Y'],
      visit_time_over_another_visit_time_y: expected['VisitTimeOverAnotherVisitTimeFlag_Y'],
      sch_time_over_visit_time_y: expected['SchTimeOverVisitTimeFlag_Y'],
      distance_y: expected['DistanceFlag_Y'],
    });
    expect(checks['map-rows']?.counts).toEqual({
      total_rows: expected['total_rows'],
      rows_left_marked: expected['rows_left_with_UpdateFlag_1'],
    });
  });

  it('B7: passes with warnings when no pair is in the last 30 days', async () => {
    const { body } = await validate('validate_task_02', '2050-01-01T00:00:00Z');

    expect(body.passed).toBe(5);
    expect(body.checks.map(({ status, finding }) => [status, finding])).toEqual([
      ['passed', undefined],
      ['warning', 'No rows in range'],
      ['warning', 'No rows in range'],
      ['warning', 'No rows in range'],
      ['warning', 'No rows in range'],
    ]);
  });

  it('fails without any computed value and warns without details and flags', async () => {
    await golden.database.query(`update conflict.conflictvisitmaps set
      "DistanceMilesFromLatLng" = null, "ETATravleMinutes" = null, "MinuteDiffBetweenSch" = null,
      "AideFName" = null, "SameSchTimeFlag" = 'N', "SameVisitTimeFlag" = 'N',
      "SchAndVisitTimeSameFlag" = 'N', "SchOverAnotherSchTimeFlag" = 'N',
      "VisitTimeOverAnotherVisitTimeFlag" = 'N', "SchTimeOverVisitTimeFlag" = '1',
      "DistanceFlag" = 'N'`);

    const { checks } = await validate('validate_task_02');

    expect(checks['computed-values']).toMatchObject({
      status: 'failed',
      finding: 'No pair has a distance, a travel time or a gap in minutes',
    });
    expect(checks['refreshed-details']).toMatchObject({
      status: 'warning',
      finding: 'A detail is filled in no pair',
    });
    expect(checks['overlap-flags']).toMatchObject({ status: 'warning', finding: 'No flag is Y' });
  });

  it.each([
    ['fails on a negative distance', '-0.01', 'failed', 'A distance is negative'],
    [
      'warns of a share of distances beyond 500 miles',
      '500.01',
      'warning',
      'More than 10% of the distances exceed 500 miles',
    ],
  ])('%s', async (_, miles, status, finding) => {
    await runBothTasks();
    await golden.database.query(
      'update conflict.conflictvisitmaps set "DistanceMilesFromLatLng" = $1::numeric',
      [miles],
    );

    const { checks } = await validate('validate_task_02');

    expect(checks['distances']).toMatchObject({ status, finding });
  });

  it('fails on an empty table', async () => {
    await golden.database.query('truncate conflict.conflictvisitmaps');

    const { checks } = await validate('validate_task_02');

    expect(checks['map-rows']).toMatchObject({
      status: 'failed',
      finding: 'The table of visit pairs is empty',
    });
  });
});

describe('both validators', () => {
  it('show no SSN and change nothing', async () => {
    await runBothTasks();
    const caregivers = await readFile(goldenPath('A/input/analytics.dimcaregiver.csv'), 'utf8');
    const ssns = [...new Set(caregivers.match(/\b\d{3}-\d{2}-\d{4}\b/g))];
    const state = async (): Promise<unknown> =>
      (
        await golden.database.query(
          `select md5(string_agg(m::text, '|' order by m."ID")) from conflict.conflictvisitmaps as m`,
        )
      ).rows;
    const before = await state();

    const first = await validate('validate_task_01');
    const second = await validate('validate_task_02');

    expect(ssns.length).toBeGreaterThan(50);
    const texts = [first, second].flatMap(({ body, lines }) => [JSON.stringify(body), ...lines]);
    expect(findLeaks(texts, ssns)).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('ask nobody when they are mocked', async () => {
    const { ports } = createTestPorts();

    const first = await handlerWith(ports)({ action: 'validate_task_01', use_mock: true });
    const second = await handlerWith(ports)({ action: 'validate_task_02', use_mock: true });

    expect([first, second]).toMatchObject([
      { statusCode: 200, body: { passed: 3, total: 3, as_of: '2025-01-20T14:30:00.000Z' } },
      { statusCode: 200, body: { passed: 5, total: 5 } },
    ]);
  });
});
