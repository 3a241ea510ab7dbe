import { describe, expect, it } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { CANARY_SSN, readSettingsRow, readState } from './conflict-database.ts';
import { handlerWith } from './fake-ports.ts';
import { useLambdaOnPostgres } from './lambda-on-postgres.ts';

const AS_OF = '2025-01-20T14:30:00Z';

const lambda = useLambdaOnPostgres();

describe('a run on PostgreSQL', () => {
  it('validates, copies, updates and ends the run', async () => {
    const { ports, lines } = lambda.portsWith();
    const handler = handlerWith(ports);

    const validated = await handler({ action: 'validate_config' });
    const first = await handler({ action: 'task_01', as_of: AS_OF });
    const whileRunning = await readSettingsRow(lambda.owner);
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
    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 2, loaded: '2025-01-20 14:30:00' });
    expect(await readState(lambda.owner)).toMatchObject({
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
    expect(findLeaks(lines, [CANARY_SSN, lambda.connection.password])).toEqual([]);
  });

  it('knows no distance between visits without a place', async () => {
    await lambda.invoke({ action: 'task_02', as_of: AS_OF });

    const { rows } = await lambda.owner.query(
      `select "SameSchTimeFlag" as same, "DistanceMilesFromLatLng" as miles, "ETATravleMinutes" as eta
       from conflict.conflictvisitmaps`,
    );
    const unknown = { same: 'Y', miles: null, eta: null };
    expect(rows).toEqual([unknown, unknown]);
  });

  it('goes on after TASK_02 when more of the run follows, until the status task', async () => {
    const flags: unknown[] = [];
    for (const event of [
      { action: 'task_01' },
      { action: 'task_02', ends_run: false },
      { action: 'task_03' },
      { action: 'update_statuses' },
    ]) {
      expect(await lambda.invoke({ ...event, as_of: AS_OF })).toMatchObject({ statusCode: 200 });
      flags.push(await readSettingsRow(lambda.owner));
    }

    const running = { flag: 1, loaded: null };
    expect(flags).toEqual([running, running, running, { flag: 2, loaded: '2025-01-20 14:30:00' }]);
  });

  it('ends an unfinished chunked run with TASK_02 in one piece, which does its work', async () => {
    await lambda.invoke({ action: 'task_02_prepare', as_of: AS_OF });

    const early = await lambda.invoke({ action: 'update_statuses', as_of: AS_OF });
    await lambda.invoke({ action: 'task_02', as_of: AS_OF, ends_run: false });
    const late = await lambda.invoke({ action: 'update_statuses', as_of: AS_OF });
    const chunk = await lambda.invoke({ action: 'task_02_chunk', run_id: 1, chunk_id: 1 });

    expect([early, late, chunk]).toMatchObject([
      {
        statusCode: 500,
        body: {
          task: 'UPDATE_STATUSES',
          error: expect.stringContaining('no chunked run is unfinished') as unknown,
        },
      },
      { statusCode: 200 },
      { statusCode: 500, body: { error: expect.stringContaining('its run is over') as unknown } },
    ]);
  });

  it('leaves the flag to the operator when it is told to', async () => {
    const environment = { RESET_IN_PROGRESS_FLAG: 'false' };

    await lambda.invoke({ action: 'task_01', as_of: AS_OF }, environment);
    await lambda.invoke({ action: 'task_02', as_of: AS_OF }, environment);
    await lambda.invoke({ action: 'update_statuses', as_of: AS_OF }, environment);

    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 1, loaded: null });
  });

  it('takes AS_OF for now when the event has no as_of', async () => {
    await lambda.invoke({ action: 'task_02' }, { AS_OF: '2025-01-20T14:31:00Z' });

    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 2, loaded: '2025-01-20 14:31:00' });
  });

  it('changes nothing when it is mocked', async () => {
    const before = await readState(lambda.owner);

    await lambda.invoke({ action: 'task_01', use_mock: true });
    await lambda.invoke({ action: 'task_02', use_mock: true });
    const third = await lambda.invoke({ action: 'task_03', use_mock: true });
    const last = await lambda.invoke({ action: 'update_statuses', use_mock: true });

    expect([third, last]).toMatchObject([
      { body: { task: 'TASK_03', result: { inserted_rows: 1_204 } } },
      { body: { task: 'UPDATE_STATUSES', result: { updated_rows: 6_802 } } },
    ]);
    expect(await readState(lambda.owner)).toEqual(before);
    expect(await readSettingsRow(lambda.owner)).toEqual({ flag: 0, loaded: null });
  });

  it.each(['test_connection', 'test_connections', 'test_postgres'])(
    'says for %s who the server is',
    async (action) => {
      const answer = await lambda.invoke({ action });

      expect(answer).toMatchObject({
        statusCode: 200,
        body: {
          message: 'Postgres connection successful',
          action,
          details: { database: lambda.connection.database, user: lambda.connection.user },
        },
      });
    },
  );
});
