import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectDatabase } from '@pipelines/sql-tasks';
import { findLeaks, startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { readSettingsRow } from './conflict-database.ts';
import { createTestPorts, handlerWith } from './fake-ports.ts';
import {
  AS_OF,
  createGoldenDatabase,
  goldenPath,
  type GoldenDatabase,
  listDifferences,
} from './golden-database.ts';

const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline-full:test';

/** What etl-pipeline-full asks for, in its order. */
const ACTIONS = [
  { action: 'task_01' },
  { action: 'task_02', ends_run: false },
  { action: 'task_03' },
  { action: 'update_statuses' },
];

/** What the status task may write, and no other. */
const STATUS_COLUMNS = ['StatusFlag', 'UpdateFlag', 'ResolveDate', 'ResolvedBy'];

let postgres: TestPostgres;
let golden: GoldenDatabase;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  golden = await createGoldenDatabase(postgres, 'A');
});
afterEach(() => golden.database.close());

/** Invoke the Lambda as the machine does, one action after the other. */
async function runAll(
  actions: readonly object[],
): Promise<{ results: readonly unknown[]; lines: readonly string[] }> {
  const { host, port, database, user, password } = golden.connection;
  const { ports, lines } = createTestPorts({
    connect: connectDatabase,
    environment: {
      POSTGRES_HOST: host,
      POSTGRES_PORT: String(port),
      POSTGRES_DATABASE: database,
      POSTGRES_USER: user,
      POSTGRES_PASSWORD: password,
      POSTGRES_TLS: 'off',
    },
  });
  const results: unknown[] = [];
  for (const action of actions) {
    const event = { as_of: AS_OF, execution_arn: EXECUTION, ...action };
    results.push((await handlerWith(ports)(event)).body);
  }
  return { results, lines };
}

async function ask(text: string): Promise<readonly unknown[]> {
  return (await golden.database.query(text)).rows;
}

/** Every value of every pair and conflict, as one text; when a pair was refreshed is left out. */
function readAll(): Promise<readonly unknown[]> {
  return ask(
    `select md5(string_agg((to_jsonb(m) - 'UpdatedDate')::text, '|' order by m."ID")) as pairs,
            (select md5(string_agg(c::text, '|' order by c."CONFLICTID"))
             from conflict.conflicts as c) as conflicts
     from conflict.conflictvisitmaps as m`,
  );
}

describe('golden set A through the actions of etl-pipeline-full', () => {
  it('has the golden values wherever no status was settled, and new pairs', async () => {
    const before = await ask('select max("ID")::int as last from conflict.conflictvisitmaps');

    const { results } = await runAll(ACTIONS);

    expect(results).toMatchObject([
      { task: 'TASK_01', result: { affected_rows: 84 } },
      { task: 'TASK_02', result: { updated_rows: 49 } },
      { task: 'TASK_03', result: { inserted_rows: 29 } },
      {
        task: 'UPDATE_STATUSES',
        result: {
          updated_rows: 90,
          details: { missed_pairs_resolved: 1, stale_pairs_resolved: 32, conflicts_reopened: 23 },
        },
      },
    ]);
    const added = await ask(
      `select count(*)::int as rows from conflict.conflictvisitmaps
       where "ID" > ${JSON.stringify(before).match(/\d+/)?.[0]}`,
    );
    expect(added).toEqual([{ rows: 29 }]);
    await golden.database.query(
      `delete from conflict.conflictvisitmaps where "CreatedDate" = '2025-01-20 14:30:00'`,
    );
    await expect(
      listDifferences(golden, {
        table: 'conflictvisitmaps',
        file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
        key: ['ID'],
        ignoredColumns: STATUS_COLUMNS,
      }),
    ).resolves.toEqual([]);
  });

  it('resolves every marked pair that TASK_02 could have cleared, and no other', async () => {
    await runAll(ACTIONS.slice(0, 3));
    const marked = await ask(
      `select "ID"::int as id, "CONFLICTID" is not null and num_nonnulls("InserviceStartDate",
          "InserviceEndDate", "PTOStartDate", "PTOEndDate", "ConInserviceStartDate",
          "ConInserviceEndDate", "ConPTOStartDate", "ConPTOEndDate") = 0 as resolves
       from conflict.conflictvisitmaps
       where "UpdateFlag" = 1 and "VisitDate" between '2023-01-20' and '2025-03-06' order by 1`,
    );

    await runAll(ACTIONS.slice(3));

    const settled = await ask(
      `select "ID"::int as id, "UpdateFlag" is null as resolves
       from conflict.conflictvisitmaps
       where "ID" = any (array[${marked.map((row) => JSON.stringify(row).match(/\d+/)?.[0]).join()}])
       order by 1`,
    );
    expect(marked).toHaveLength(36);
    expect(settled).toEqual(marked);
  });

  it('writes nothing new in a second run', async () => {
    await runAll(ACTIONS);
    const first = await readAll();

    const { results } = await runAll([...ACTIONS, { action: 'update_statuses' }]);

    // The new pairs that have a conflict are refreshed too, to the values that they have.
    expect(results).toMatchObject([
      {},
      { result: { updated_rows: 51 } },
      { result: { inserted_rows: 0 } },
      {},
      { result: { updated_rows: 0 } },
    ]);
    expect(await readAll()).toEqual(first);
  });

  it('is in progress until the status task ends it', async () => {
    const flags: unknown[] = [];
    for (const action of ACTIONS) {
      await runAll([action]);
      flags.push(await readSettingsRow(golden.database));
    }

    const running = { flag: 1, loaded: '2025-01-19 06:00:00' };
    expect(flags).toEqual([running, running, running, { flag: 2, loaded: '2025-01-20 14:30:00' }]);
  });

  it('tells nobody an SSN', async () => {
    const caregivers = await readFile(goldenPath('A/input/analytics.dimcaregiver.csv'), 'utf8');
    const ssns = [...new Set(caregivers.match(/\b\d{3}-\d{2}-\d{4}\b/g))];

    const { results, lines } = await runAll(ACTIONS);

    expect(ssns.length).toBeGreaterThan(50);
    expect(findLeaks([JSON.stringify(results), ...lines], ssns)).toEqual([]);
    expect(lines.join('\n')).toMatch(/"Task03Duration":[\d.]+/);
    expect(lines.join('\n')).toContain('"Task03Rows":29');
    expect(lines.join('\n')).toMatch(/"UpdateStatusesDuration":[\d.]+/);
  });

  it('validates as right after it', async () => {
    await runAll(ACTIONS);

    const { results } = await runAll([
      { action: 'validate_task_01' },
      { action: 'validate_task_02' },
    ]);

    expect(results).toMatchObject([
      { passed: 3, total: 3 },
      { passed: 5, total: 5 },
    ]);
  });
});
