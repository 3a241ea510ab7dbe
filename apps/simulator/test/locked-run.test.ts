import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openPostgres, type PostgresConnection } from '@pipelines/local-cloud';
import { withClient } from '../src/database/open-client.ts';
import { fastClock } from './fast-clock.ts';
import { goldenA } from './golden-set.ts';
import { folderWithEngine, machineEnv, queryInProcess, runInProcess } from './run-in-process.ts';

jest.setTimeout(120_000);

/** As libs/sql-tasks/src/take-task-lock.ts takes it, and keeps it until its transaction ends. */
const TAKE_LOCK = `select pg_advisory_xact_lock(1346981957, hashtext('conflict-report:conflict'))`;
const HOLDER = /"conflict-report:conflict" is locked by process \d+ \(simulator\) since 20\d\d-/;

describe('a run that meets the lock of another one', () => {
  const cwd = folderWithEngine();
  let connection: PostgresConnection;
  beforeAll(async () => {
    const engine = await openPostgres({ dataDir: path.join(cwd, '.simulator'), env: machineEnv });
    connection = engine.connection;
    const from = path.join(goldenA, 'input');
    expect((await runInProcess(['seed', '--from', from, '--quiet'], cwd)).exitCode).toBe(0);
  });

  /** Run a command line while another session holds the lock. */
  const runLocked = (args: readonly string[]) =>
    withClient(connection, (client) =>
      client.begin(async (transaction) => {
        await transaction.unsafe(TAKE_LOCK);
        return runInProcess([...args, '--quiet'], cwd, { clock: fastClock });
      }),
    );

  it.each(['etl-pipeline', 'etl-pipeline-chunked'])(
    'of %s ends with 6 and names the holder',
    async (machine) => {
      const end = await runLocked(['run', machine]);

      expect([end.exitCode, end.err]).toEqual([6, '']);
      expect(end.out).toMatch(HOLDER);
    },
  );

  it('ends with 6 when only the planning of chunks meets it', async () => {
    const end = await runLocked(['run', 'etl-pipeline-chunked', '--task', 'GetTask02Chunks']);

    expect([end.exitCode, end.err]).toEqual([6, '']);
    expect(end.out).toMatch(HOLDER);
  });

  it('says so as data too', async () => {
    const end = await runLocked(['run', 'etl-pipeline', '--json']);

    const report = JSON.parse(end.out) as { error: string; cause: string };
    expect([end.exitCode, report.error]).toEqual([6, 'Task01ExecutionError']);
    expect(JSON.parse(report.cause)).toMatchObject({ errorType: 'TaskAlreadyRunningError' });
    expect(report.cause).toMatch(/is locked by process \d+ \(simulator\)/);
  });

  it('leaves the settings table to the run that holds it', async () => {
    await queryInProcess('update conflict.settings set "InProgressFlag" = 1', cwd);

    await runLocked(['run', 'etl-pipeline']);

    const flag = 'select "InProgressFlag"::int as flag from conflict.settings';
    expect(await queryInProcess(flag, cwd)).toEqual([{ flag: 1 }]);
  });

  it('ends an invocation with 6 as well', async () => {
    const action = ['--action', 'task_01'];
    const end = await runLocked(['invoke', 'etl-pipeline-function', ...action]);
    const asData = await runLocked(['invoke', 'etl-pipeline-function', ...action, '--json']);

    expect([end.exitCode, asData.exitCode]).toEqual([6, 6]);
    expect(end.out).toContain('is locked by process');
    expect(JSON.parse(asData.out)).toMatchObject({
      statusCode: 500,
      body: { error_type: 'TaskAlreadyRunningError' },
    });
  });
});
