import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, openEngine, temporaryFolder } from '../test/temporary-engine.ts';
import { createDatabase, dropDatabase } from './databases.ts';
import type { PostgresEngine } from './postgres-engine.ts';

let folder: { path: string; remove(): Promise<void> };
let engine: PostgresEngine;

beforeAll(async () => {
  folder = await temporaryFolder();
  engine = await openEngine(folder.path);
});

afterAll(async () => {
  await engine.stop();
  await folder.remove();
});

describe('createDatabase', () => {
  it('makes an empty database, whatever its name', async () => {
    const name = 'a "quoted"; name';

    const connection = await createDatabase(engine.connection, name);

    expect(await ask(connection, 'select current_database() as name')).toEqual([{ name }]);
    await dropDatabase(engine.connection, name);
    await expect(ask(connection, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('refuses a name with NUL', async () => {
    await expect(createDatabase(engine.connection, 'a\0b')).rejects.toThrow(RangeError);
  });
});

describe('dropDatabase', () => {
  it('ends the connections to it, and takes a missing one for dropped', async () => {
    const connection = await createDatabase(engine.connection, 'busy');
    const sleeping = ask(connection, 'select pg_sleep(60)').catch((error: unknown) => error);
    await ask(connection, 'select 1');

    await dropDatabase(engine.connection, 'busy');
    await dropDatabase(engine.connection, 'busy');

    expect(await sleeping).toMatchObject({
      code: expect.stringMatching(/57P01|CLOSED|ECONNRESET/) as unknown,
    });
  });
});
