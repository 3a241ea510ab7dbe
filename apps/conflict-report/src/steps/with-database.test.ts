import { describe, expect, it } from '@jest/globals';
import { createFakeDatabase } from '../../test/fake-database.ts';
import { completeEnvironment, createTestPorts } from '../../test/fake-ports.ts';
import type { Ports } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { withDatabase } from './with-database.ts';

type ConnectOptions = Parameters<Ports['connect']>[0];

/** A `connect` that remembers what it was asked for. */
function rememberingConnect(database = createFakeDatabase()) {
  const asked: ConnectOptions[] = [];
  const connect: Ports['connect'] = (options) => {
    asked.push(options);
    return database.connect(options);
  };
  return { connect, asked, database };
}

describe('withDatabase', () => {
  it('verifies the server against the packaged authorities and gives up after 10 s', async () => {
    const { connect, asked } = rememberingConnect();
    const { ports } = createTestPorts({ connect });

    await withDatabase({ settings: readSettings(ports.environment), ports }, async () => undefined);

    expect(asked).toEqual([
      {
        host: 'db.example',
        port: 5_432,
        database: 'conflictreport_dev',
        user: 'etl',
        password: 'password-canary',
        tls: 'verify-full',
        ca: await ports.readAsset('rds-ca-bundle.pem'),
        connectTimeoutSeconds: 10,
        applicationName: 'etl-pipeline-function',
      },
    ]);
  });

  it('asks for no certificate of a loopback host when told so', async () => {
    const environment = { ...completeEnvironment, POSTGRES_HOST: '127.0.0.1', POSTGRES_TLS: 'off' };
    const { connect, asked } = rememberingConnect();
    const { ports } = createTestPorts({ connect, environment });

    await withDatabase({ settings: readSettings(environment), ports }, async () => undefined);

    expect(asked).toMatchObject([{ host: '127.0.0.1', tls: 'off' }]);
    expect(asked[0]).not.toHaveProperty('ca');
  });

  it('does not let a secret point an unencrypted connection at another machine', async () => {
    const environment = { DB_SECRET_ID: 'etl-pipeline/postgres', POSTGRES_TLS: 'off' };
    const loadSecret: Ports['loadSecret'] = async (_id, schema) =>
      schema.parse({ host: 'db.example', database: 'd', user: 'u', password: 'p' });
    const { connect, asked } = rememberingConnect();
    const { ports } = createTestPorts({ connect, environment, loadSecret });

    const refused = withDatabase(
      { settings: readSettings(environment), ports },
      async () => undefined,
    );

    await expect(refused).rejects.toMatchObject({ name: 'ConfigValidationError' });
    expect(asked).toEqual([]);
  });

  it('closes the connection when its use fails', async () => {
    const { connect, database } = rememberingConnect();
    const { ports } = createTestPorts({ connect });
    const access = { settings: readSettings(ports.environment), ports };

    const failed = withDatabase(access, () => Promise.reject(new Error('in use')));

    await expect(failed).rejects.toThrow('in use');
    expect(database.closed()).toBe(1);
  });
});
