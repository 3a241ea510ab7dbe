import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { connectDatabase, type ConnectOptions, type Database } from './connect-database.ts';

let postgres: TestPostgres;
let options: ConnectOptions;

beforeAll(async () => {
  postgres = await startTestPostgres();
  options = {
    ...(await postgres.createDatabase()),
    tls: 'off',
    connectTimeoutSeconds: 5,
    applicationName: 'connect-test',
  };
});
afterAll(() => postgres.stop());

async function withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const database = await connectDatabase(options);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

describe('connectDatabase', () => {
  it('gives times, large numbers and numerics as the text that the server sends', async () => {
    const { rows } = await withDatabase((database) =>
      database.query(
        `select '2025-01-20 14:30:00.123456'::timestamp as at, '2025-01-20'::date as day,
                9007199254740993 as big, 20.00::numeric(38, 2) as miles`,
      ),
    );

    expect(rows).toEqual([
      {
        at: '2025-01-20 14:30:00.123456',
        day: '2025-01-20',
        big: '9007199254740993',
        miles: '20.00',
      },
    ]);
  });

  it('binds a value as text that only the cast in the statement reads', async () => {
    const { rows } = await withDatabase((database) =>
      database.query(
        "select $1::timestamptz at time zone 'UTC' as at, $2::text as text, $3::int as none",
        ['2025-01-20T14:30:00.123456Z', "'; drop schema public; --", null],
      ),
    );

    expect(rows).toEqual([
      { at: '2025-01-20 14:30:00.123456', text: "'; drop schema public; --", none: null },
    ]);
  });

  it('sends text unchanged for every type that the server may expect', async () => {
    const { rows } = await withDatabase((database) =>
      database.query(
        'select $1::boolean as yes, $2::jsonb as json, $3::bytea = $4::bytea as same, $5::int[] as list',
        ['true', '{"a": [1]}', '\\x616263', 'abc', '{1,2}'],
      ),
    );

    expect(rows).toEqual([{ yes: true, json: { a: [1] }, same: true, list: '{1,2}' }]);
  });

  it('counts the rows that a statement wrote', async () => {
    const counts = await withDatabase(async (database) => [
      (await database.query('create temporary table t as select generate_series(1, 3) as n'))
        .rowCount,
      (await database.query('update t set n = n where n > 1')).rowCount,
      (await database.query('analyze t')).rowCount,
    ]);

    expect(counts).toEqual([3, 2, 0]);
  });

  it('stays usable after a statement that failed', async () => {
    const rows = await withDatabase(async (database) => {
      await expect(database.query('select 1 / 0')).rejects.toMatchObject({ sqlState: '22012' });
      return (await database.query('select 1 as one')).rows;
    });

    expect(rows).toEqual([{ one: 1 }]);
  });

  it('does not come back by itself after a loss: later statements fail too', async () => {
    const errors = await withDatabase(async (database) => {
      await database.query('begin');
      const killed = database.query('select pg_terminate_backend(pg_backend_pid())');
      const names = [await nameOfFailure(killed), await nameOfFailure(database.query('select 1'))];
      return names;
    });

    expect(errors).toEqual(['ConnectionLostError', 'ConnectionLostError']);
  });

  it('makes no second connection for the rollback after a reset', async () => {
    const proxy = await startResettableProxy(options);
    const database = await connectDatabase({ ...options, port: proxy.port });
    await database.query('begin');

    const sleeping = nameOfFailure(database.query('select pg_sleep(60)'));
    proxy.reset();
    const names = [await sleeping, await nameOfFailure(database.query('rollback'))];
    await database.close();
    proxy.close();

    expect(names).toEqual(['ConnectionLostError', 'ConnectionLostError']);
    expect(proxy.connections()).toBe(1);
  });

  it('refuses a wrong password without repeating it', async () => {
    const wrong = connectDatabase({ ...options, password: 'not-the-password' });

    await expect(wrong).rejects.toMatchObject({ name: 'DatabaseAuthenticationError' });
    await expect(wrong).rejects.not.toThrow('not-the-password');
  });

  it('names a database that does not exist as the thing to check', async () => {
    await expect(connectDatabase({ ...options, database: 'nowhere' })).rejects.toThrow(
      'there is no such database; check POSTGRES_DATABASE',
    );
  });

  it('refuses a server without TLS when TLS is to be verified', async () => {
    const verified = connectDatabase({ ...options, tls: 'verify-full', ca: '' });

    await expect(verified).rejects.toMatchObject({ name: 'DatabaseUnreachableError' });
  });

  it('gives up on a server that accepts and never answers', async () => {
    const silent = await listen();

    const waiting = connectDatabase({ ...options, port: silent.port, connectTimeoutSeconds: 1 });

    await expect(waiting).rejects.toMatchObject({
      name: 'DatabaseUnreachableError',
      code: 'CONNECT_TIMEOUT',
    });
    silent.server.close();
  });
});

async function nameOfFailure(statement: Promise<unknown>): Promise<string> {
  return statement.then(
    () => 'no failure',
    (error: Error) => error.name,
  );
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

interface ResettableProxy {
  readonly port: number;
  connections(): number;
  /** Break all connections as a failing network does. */
  reset(): void;
  close(): void;
}

async function startResettableProxy(target: ConnectOptions): Promise<ResettableProxy> {
  const clients: Socket[] = [];
  const server = createServer((client) => {
    clients.push(client);
    const upstream = connect(target.port, target.host);
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    connections: () => clients.length,
    reset: () => clients.forEach((client) => client.resetAndDestroy()),
    close: () => server.close(),
  };
}
