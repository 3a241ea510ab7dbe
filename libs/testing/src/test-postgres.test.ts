import { afterEach, describe, expect, it } from '@jest/globals';
import { copyRows } from '@pipelines/local-cloud';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestPostgres, type TestPostgres } from './test-postgres.ts';

let started: TestPostgres[] = [];

afterEach(async () => {
  for (const postgres of started) await postgres.stop();
  started = [];
});

async function start(env?: NodeJS.ProcessEnv): Promise<TestPostgres> {
  const postgres = await startTestPostgres(env);
  started.push(postgres);
  return postgres;
}

const testFolders = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`pipelines-test-${process.pid}-`));

const copyNothing = (connection: TestPostgres['connection']): Promise<number> =>
  copyRows(connection, { schema: 'pg_catalog', table: 'pg_description' }, ['objoid'], []);

describe('startTestPostgres', () => {
  it('gives each caller an empty database of its own', async () => {
    const postgres = await start();

    const [one, two] = [await postgres.createDatabase(), await postgres.createDatabase()];

    expect(one.database).toMatch(/^test_[0-9a-f]{16}$/);
    expect(two.database).not.toBe(one.database);
    expect({ ...two, database: '' }).toEqual({ ...postgres.connection, database: '' });
  });

  it('deletes everything at the end', async () => {
    const postgres = await start();
    expect(await testFolders()).toHaveLength(1);

    await postgres.stop();

    expect(await testFolders()).toEqual([]);
    await expect(copyNothing(postgres.connection)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('deletes the folder of a run that was killed', async () => {
    const killed = spawn(process.execPath, ['-e', '']);
    await once(killed, 'exit');
    await mkdir(join(tmpdir(), `pipelines-test-${killed.pid}-x`), { recursive: true });

    await start();

    expect(await readdir(tmpdir())).not.toContain(`pipelines-test-${killed.pid}-x`);
  });

  it('uses the server of POSTGRES_TEST_HOST, and drops only its own databases', async () => {
    const server = await start();
    const own = await server.createDatabase();
    const { host, port, user, password } = server.connection;

    const guest = await startTestPostgres({
      POSTGRES_TEST_HOST: host,
      POSTGRES_TEST_PORT: String(port),
      POSTGRES_TEST_USER: user,
      POSTGRES_TEST_PASSWORD: password,
    });
    const guestDatabase = await guest.createDatabase();
    await guest.stop();

    expect(guest.connection).toEqual(server.connection);
    await expect(copyNothing(guestDatabase)).rejects.toMatchObject({ code: '3D000' });
    expect(await copyNothing(own)).toBe(0);
  });
});
