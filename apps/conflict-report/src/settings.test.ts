import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.ts';

const complete = {
  POSTGRES_HOST: 'db.example',
  POSTGRES_DATABASE: 'conflictreport_dev',
  POSTGRES_USER: 'etl',
  POSTGRES_PASSWORD: 'password-canary',
};

describe('readSettings', () => {
  it('reads the connection and fills in every default of the specification', () => {
    const settings = readSettings(complete);

    expect(settings).toEqual({
      source: {
        kind: 'environment',
        credentials: {
          host: 'db.example',
          port: 5_432,
          database: 'conflictreport_dev',
          user: 'etl',
          password: 'password-canary',
        },
      },
      tls: 'verify-full',
      conflictSchema: 'conflict',
      analyticsSchema: 'analytics',
      environmentName: 'dev',
      logLevel: 'INFO',
      asOf: undefined,
      statementTimeoutMs: 840_000,
      resetsInProgressFlag: true,
    });
  });

  it('reads what is set', () => {
    const settings = readSettings({
      ...complete,
      POSTGRES_PORT: '5433',
      POSTGRES_CONFLICT_SCHEMA: 'conflict_dev',
      POSTGRES_ANALYTICS_SCHEMA: 'analytics_dev',
      ENVIRONMENT: 'prod',
      LOG_LEVEL: 'debug',
      AS_OF: '2025-01-20T09:30:00-05:00',
      TASK_STATEMENT_TIMEOUT_MS: '1000',
      RESET_IN_PROGRESS_FLAG: 'false',
    });

    expect(settings).toMatchObject({
      source: { credentials: { port: 5_433 } },
      conflictSchema: 'conflict_dev',
      analyticsSchema: 'analytics_dev',
      environmentName: 'prod',
      logLevel: 'DEBUG',
      asOf: '2025-01-20T14:30:00.000Z',
      statementTimeoutMs: 1_000,
      resetsInProgressFlag: false,
    });
  });

  it('takes the connection from the secret alone when there is one', () => {
    const settings = readSettings({ DB_SECRET_ID: 'etl-pipeline/postgres' });

    expect(settings.source).toEqual({ kind: 'secret', secretId: 'etl-pipeline/postgres' });
  });

  it.each([
    [{}, 'POSTGRES_HOST, POSTGRES_DATABASE, POSTGRES_USER, POSTGRES_PASSWORD'],
    [
      { ...complete, POSTGRES_PASSWORD: '', POSTGRES_HOST: undefined },
      'POSTGRES_HOST, POSTGRES_PASSWORD',
    ],
  ])('lists all missing variables in one message', (environment, names) => {
    expect(() => readSettings(environment)).toThrow(
      expect.objectContaining({
        name: 'ConfigValidationError',
        message:
          `Missing required Postgres configuration: ${names}\n` +
          'Set them in .env or in the environment of the function, or set DB_SECRET_ID.',
      }),
    );
  });

  it('reports a missing variable before a malformed one', () => {
    const read = () => readSettings({ ...complete, POSTGRES_USER: '', POSTGRES_PORT: 'x' });

    expect(read).toThrow('configuration: POSTGRES_USER\n');
  });

  it.each([
    ['POSTGRES_PORT', '70000'],
    ['POSTGRES_PORT', '5432.5'],
    ['POSTGRES_CONFLICT_SCHEMA', 'conflict"; drop schema public;--'],
    ['POSTGRES_CONFLICT_SCHEMA', 'Conflict'],
    ['POSTGRES_ANALYTICS_SCHEMA', 'a.b'],
    ['POSTGRES_ANALYTICS_SCHEMA', 'ａnalytics'],
    ['POSTGRES_ANALYTICS_SCHEMA', 'a'.repeat(64)],
    ['POSTGRES_TLS', 'prefer'],
    ['POSTGRES_DATABASE', 'd'.repeat(64)],
    ['ENVIRONMENT', 'dev env'],
    ['LOG_LEVEL', 'LOUD'],
    ['AS_OF', 'yesterday'],
    ['TASK_STATEMENT_TIMEOUT_MS', '0'],
    ['RESET_IN_PROGRESS_FLAG', 'yes'],
  ])('names %s when it is %j, and does not repeat the value', (name, value) => {
    const read = () => readSettings({ ...complete, [name]: value });

    expect(read).toThrow(new RegExp(`^Invalid configuration: ${name}: must [^\\n]+$`));
    expect(read).not.toThrow(value);
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('lets %s do without TLS', (host) => {
    const settings = readSettings({ ...complete, POSTGRES_HOST: host, POSTGRES_TLS: 'off' });

    expect(settings.tls).toBe('off');
  });

  it.each(['db.example', '10.0.0.5', 'localhost.example', '127.0.0.1.example', '::'])(
    'lets %s do nothing without TLS',
    (host) => {
      const read = () => readSettings({ ...complete, POSTGRES_HOST: host, POSTGRES_TLS: 'off' });

      expect(read).toThrow('POSTGRES_TLS=off is accepted only for a loopback host');
    },
  );
});
