import type { PostgresConnection } from '@pipelines/local-cloud';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withClient } from './open-client.ts';
import { runStatement } from './run-statement.ts';

jest.setTimeout(60_000);

describe('runStatement', () => {
  let postgres: TestPostgres;
  let connection: PostgresConnection;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    connection = await postgres.createDatabase();
  });
  afterAll(() => postgres.stop());

  const ask = (text: string) => withClient(connection, (client) => runStatement(client, text));

  it('gives numbers where they are exact, and PostgreSQL’s text where they would not be', async () => {
    const [result] = await ask(`select 1::int, 2::bigint, 9007199254740993::bigint, 12.50::numeric,
      true, null, date '2025-01-20', timestamptz '2025-01-20 09:30:00-05', '{"a":1}'::jsonb`);

    expect(result?.rows).toEqual([
      [
        1,
        2,
        '9007199254740993',
        '12.50',
        true,
        null,
        '2025-01-20',
        '2025-01-20 14:30:00+00',
        { a: 1 },
      ],
    ]);
    expect(result?.columns.map(({ isNumber }) => isNumber)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false, false],
    ]);
  });

  it('keeps columns of the same name, in order', async () => {
    const [result] = await ask('select 1 as a, 2 as b, 3 as a');

    expect(result?.columns.map(({ name }) => name)).toEqual(['a', 'b', 'a']);
    expect(result?.rows).toEqual([[1, 2, 3]]);
  });

  it('counts what a statement without rows has changed', async () => {
    await ask('create table t (id int)');

    expect(await ask('insert into t values (1), (2)')).toEqual([
      { command: 'INSERT', rowCount: 2, columns: [], rows: [] },
    ]);
  });

  it('runs several statements as one transaction, with a result for each', async () => {
    await ask('create table u (id int)');

    const failing = ask('insert into u values (1); select 1 / 0');
    await expect(failing).rejects.toThrow('division by zero');
    const results = await ask('select count(*) from u; select 2 as two');

    expect(results.map(({ rows }) => rows)).toEqual([[[0]], [[2]]]);
  });
});
