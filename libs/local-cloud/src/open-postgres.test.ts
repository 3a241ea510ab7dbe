import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startOpener } from '../test/opener.ts';
import {
  ask,
  openEngine,
  postmasterPid,
  temporaryFolder,
  TEST_ENV,
  untilGone,
} from '../test/temporary-engine.ts';
import { openPostgres } from './open-postgres.ts';
import type { PostgresEngine } from './postgres-engine.ts';
import { openStateFolder } from './state/state-folder.ts';

let folder: { path: string; remove(): Promise<void> };
let dataDir: string;
let engines: PostgresEngine[];

beforeEach(async () => {
  folder = await temporaryFolder();
  dataDir = folder.path;
  engines = [];
});

afterEach(async () => {
  for (const engine of engines) await engine.stop();
  await folder.remove();
});

async function open(more: Parameters<typeof openEngine>[1] = {}): Promise<PostgresEngine> {
  const engine = await openEngine(dataDir, more);
  engines.push(engine);
  return engine;
}

const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );

describe('openPostgres', () => {
  it('starts an engine and says what it does', async () => {
    const lines: string[] = [];

    const engine = await open({ onProgress: (line) => lines.push(line) });

    expect(engine).toMatchObject({ provider: 'embedded', version: '18.4' });
    expect(engine.connection).toMatchObject({ host: '127.0.0.1', database: 'postgres' });
    expect(engine.connection.port).toBeLessThan(32_768);
    expect(lines.filter((line) => !line.startsWith('Copying'))).toEqual([
      expect.stringMatching(/^Creating a database cluster in \//),
      'Starting embedded PostgreSQL 18.4.0-beta.17',
      `PostgreSQL 18.4 (embedded) on port ${engine.connection.port}`,
    ]);
    expect(lines.join()).not.toContain(engine.connection.password);
  });

  it('keeps its data, port and password over a restart', async () => {
    const first = await open();
    await ask(first.connection, 'create table kept as select 42 as answer');
    await first.stop();

    const second = await open();

    expect(second.connection).toEqual(first.connection);
    expect(await ask(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('leaves no process behind after stop, and may be stopped twice', async () => {
    const engine = await open();
    const pid = await postmasterPid(dataDir);

    await Promise.all([engine.stop(), engine.stop()]);

    await untilGone(pid ?? 0);
    expect(await postmasterPid(dataDir)).toBeUndefined();
  });

  it('lets in only those with the password, and only over the loopback', async () => {
    const { connection } = await open();

    const refusal = await thrownBy(ask({ ...connection, password: 'guess' }, 'select 1'));
    const settings = await ask(
      connection,
      `select name, setting from pg_settings where name in
         ('listen_addresses', 'unix_socket_directories', 'TimeZone', 'lc_collate', 'server_encoding', 'log_min_messages', 'log_min_error_statement', 'log_error_verbosity')
       order by name`,
    );

    expect(refusal).toMatchObject({ code: '28P01' });
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      TimeZone: 'UTC',
      server_encoding: 'UTF8',
      log_min_messages: 'log',
      log_min_error_statement: 'panic',
      log_error_verbosity: 'terse',
    });
    const { passwordFile, ownerFile } = await openStateFolder(dataDir);
    expect((await stat(passwordFile)).mode & 0o777).toBe(0o600);
    expect((await stat(ownerFile)).mode & 0o777).toBe(0o600);
  });

  it('compares text as C does', async () => {
    const { connection } = await open();

    expect(
      await ask(
        connection,
        `select datcollate, 'a' > 'B' as is_c from pg_database where datname = 'postgres'`,
      ),
    ).toEqual([{ datcollate: 'C', is_c: true }]);
  });

  it('shares a running engine, and the sharer only detaches', async () => {
    const owner = await open();

    const sharer = await open();
    await sharer.stop();

    expect(sharer).toMatchObject({ provider: 'shared', connection: owner.connection });
    expect(await ask(owner.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts one engine for three openers at once', async () => {
    const opened = await Promise.all([open(), open(), open()]);

    expect(opened.map(({ provider }) => provider).toSorted()).toEqual([
      'embedded',
      'shared',
      'shared',
    ]);
    expect(new Set(opened.map(({ connection }) => connection.port)).size).toBe(1);
  });

  it('shares with another process, in both directions', async () => {
    const opener = await startOpener(dataDir);

    const sharer = await open();
    expect(sharer).toMatchObject({ provider: 'shared', connection: opener.connection });
    opener.process.kill('SIGKILL');
    await opener.ended;
    const owner = await open();
    const other = await startOpener(dataDir);

    expect(owner.provider).toBe('embedded');
    expect(other).toMatchObject({ provider: 'shared', connection: owner.connection });
    other.process.kill('SIGKILL');
    await other.ended;
    expect(await ask(owner.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts anew after its owner stopped it and lives on', async () => {
    const first = await open();
    await first.stop();

    const second = await open();
    await first.stop();

    expect(second.provider).toBe('embedded');
    expect((await open()).provider).toBe('shared');
  });

  it.each(['Creating', 'Starting'])('ends at the signal while "%s"', async (step) => {
    const aborted = new AbortController();
    const reason = new Error('enough');

    const error = await thrownBy(
      open({
        signal: aborted.signal,
        onProgress: (line) => line.startsWith(step) && setTimeout(() => aborted.abort(reason), 20),
      }),
    );

    expect(error).toBe(reason);
    expect(await postmasterPid(dataDir)).toBeUndefined();
    expect((await open()).provider).toBe('embedded');
  });

  it('does nothing for a signal that has been given before', async () => {
    const reason = new Error('enough');

    expect(await thrownBy(open({ signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it('ends at the signal while another opener holds the folder', async () => {
    const aborted = new AbortController();
    const first = open();
    const second = open({ signal: aborted.signal });
    aborted.abort(new Error('enough'));

    expect(await thrownBy(second)).toMatchObject({ message: 'enough' });
    expect((await first).provider).toBe('embedded');
  });

  it('uses the state folder itself where the engine may enter it', async () => {
    await chmod(dataDir, 0o755);

    await open();

    await expect(stat(join(dataDir, 'postgres/cluster/data/PG_VERSION'))).resolves.toBeDefined();
    expect((await stat(join(dataDir, 'postgres/cluster'))).mode & 0o777).toBe(0o700);
  });
});

describe('openPostgres, given a server', () => {
  const given = (port: number, more: Record<string, string> = {}): Record<string, string> => ({
    POSTGRES_HOST: '127.0.0.1',
    POSTGRES_PORT: String(port),
    ...more,
  });

  it('uses it and does not stop it', async () => {
    const { connection } = await open();
    const { user, password, port } = connection;
    const env = given(port, { POSTGRES_USER: user, POSTGRES_PASSWORD: password });

    const engine = await openPostgresOf(env);
    await engine.stop();

    expect(engine).toMatchObject({ provider: 'given', version: '18.4', connection });
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says which server refused, and not the password', async () => {
    const { connection } = await open();
    const env = given(connection.port, {
      POSTGRES_USER: 'pipelines',
      POSTGRES_PASSWORD: 'hunter2',
    });

    const error = await thrownBy(openPostgresOf(env));

    expect(error).toMatchObject({
      name: 'GivenPostgresUnreachableError',
      message: `PostgreSQL at "127.0.0.1:${connection.port}", given by POSTGRES_HOST, does not answer: 28P01`,
    });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('says that nothing listens', async () => {
    expect(await thrownBy(openPostgresOf(given(1)))).toMatchObject({
      name: 'GivenPostgresUnreachableError',
      code: 'ECONNREFUSED',
    });
  });

  it('refuses a database that looks like production', async () => {
    const error = await thrownBy(openPostgresOf(given(1, { POSTGRES_DATABASE: 'conflicts_prod' })));

    expect(error).toMatchObject({
      name: 'ProductionDatabaseRefusedError',
      database: 'conflicts_prod',
    });
  });

  function openPostgresOf(env: Record<string, string>): Promise<PostgresEngine> {
    return openPostgres({ dataDir, env: { ...TEST_ENV, ...env } });
  }
});
