import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { connectDatabase, type ConnectOptions, type Database } from '../src/index.ts';
import { readTlsFile, startTlsFront, type TlsFront } from './tls-front.ts';

let postgres: TestPostgres;
let front: TlsFront;

beforeAll(async () => {
  postgres = await startTestPostgres();
  front = await startTlsFront(postgres.connection);
});
afterAll(async () => {
  await front.close();
  await postgres.stop();
});

function connectWith(options: { host: string; authority: string }): Promise<Database> {
  const verified: ConnectOptions = {
    ...postgres.connection,
    host: options.host,
    port: front.port,
    tls: 'verify-full',
    ca: readTlsFile(options.authority),
    connectTimeoutSeconds: 5,
    applicationName: 'tls-test',
  };
  return connectDatabase(verified);
}

describe('a connection with verified TLS', () => {
  it('is made to a server whose certificate our authority signed for that host', async () => {
    const database = await connectWith({ host: 'localhost', authority: 'authority.pem' });

    const { rows } = await database.query('select 1 as one');
    await database.close();

    expect(rows).toEqual([{ one: 1 }]);
  });

  it.each([
    ['for another host', '127.0.0.1', 'authority.pem', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['by another authority', 'localhost', 'other-authority.pem', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('is refused when the certificate was signed %s', async (_, host, authority, code) => {
    const refused = connectWith({ host, authority });

    await expect(refused).rejects.toMatchObject({ name: 'DatabaseUnreachableError', code });
    await expect(refused).rejects.toThrow(`its certificate does not prove that it is "${host}"`);
  });
});
