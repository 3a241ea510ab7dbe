import type { PostgresConnection } from '@pipelines/local-cloud';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isSeeded } from './conflict-numbers.ts';
import { listTables } from './list-tables.ts';
import { withClient } from './open-client.ts';
import { replaceTables } from './replace-tables.ts';
import type { SchemaNames } from './schema-names.ts';

jest.setTimeout(60_000);

const schemas: SchemaNames = { analytics: 'analytics', conflict: 'conflict' };

describe('replaceTables', () => {
  let postgres: TestPostgres;
  let connection: PostgresConnection;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  beforeEach(async () => {
    connection = await postgres.createDatabase();
  });
  afterAll(() => postgres.stop());

  const loadPair = (id: number) => (loading: SchemaNames) =>
    withClient(
      connection,
      (client) =>
        client`insert into ${client(loading.conflict)}.conflictvisitmaps ("ID") values (${id})`,
    );
  const pairs = () =>
    withClient(
      connection,
      (client) => client`select "ID"::int as id from conflict.conflictvisitmaps`,
    );

  it('makes schemas, views and indexes, and replaces what was there', async () => {
    await replaceTables(connection, schemas, loadPair(1));
    await replaceTables(connection, schemas, loadPair(2));

    expect([...(await pairs())]).toEqual([{ id: 2 }]);
    const [found] = await withClient(
      connection,
      (client) => client`
        select count(*) filter (where schemaname = 'conflict') as indexes,
          (select count(*) from pg_views where schemaname = 'conflict') as views
        from pg_indexes`,
    );
    expect(Number(found?.['indexes'])).toBeGreaterThan(8);
    expect(Number(found?.['views'])).toBeGreaterThan(0);
  });

  it('lets the keys go on after the largest loaded one', async () => {
    await replaceTables(connection, schemas, loadPair(41));

    await withClient(
      connection,
      (client) => client`insert into conflict.conflictvisitmaps ("SSN") values (null)`,
    );

    expect([...(await pairs())]).toEqual([{ id: 41 }, { id: 42 }]);
  });

  it('keeps the old data and leaves nothing else when loading fails', async () => {
    await replaceTables(connection, schemas, loadPair(1));

    const failing = replaceTables(connection, schemas, async (loading) => {
      await loadPair(2)(loading);
      throw new Error('the disk is full');
    });

    await expect(failing).rejects.toThrow('the disk is full');
    expect([...(await pairs())]).toEqual([{ id: 1 }]);
    const left = await withClient(connection, (client) => listTables(client, 'conflict_loading'));
    expect(left).toEqual([]);
  });

  it('takes over what a killed seed has left', async () => {
    await withClient(connection, (client) => client`create schema conflict_loading`);

    await replaceTables(connection, schemas, loadPair(7));

    expect([...(await pairs())]).toEqual([{ id: 7 }]);
  });

  it('refuses to work beside another seed of the same database', async () => {
    const outer = replaceTables(connection, schemas, () =>
      replaceTables(connection, schemas, loadPair(1)),
    );

    await expect(outer).rejects.toMatchObject({ name: 'DataLockedError' });
  });

  it('uses the schema names of the settings', async () => {
    const names = { analytics: 'bi', conflict: 'c'.repeat(63) };

    await replaceTables(connection, names, async () => undefined);

    const tables = await withClient(connection, (client) => listTables(client, names.conflict));
    expect(tables).toContain('conflictvisitmaps');
  });

  it('counts a database as seeded once it holds pairs', async () => {
    const ask = () => withClient(connection, (client) => isSeeded(client, schemas));
    const before = await ask();
    await replaceTables(connection, schemas, async () => undefined);
    const empty = await ask();
    await replaceTables(connection, schemas, loadPair(1));

    expect([before, empty, await ask()]).toEqual([false, false, true]);
  });
});
