import { describe, expect, it } from '@jest/globals';
import { functions } from '@pipelines/workflows';
import { specOf } from '../test/function-zip.ts';
import { functionValues, isDatabaseGiven } from './function-values.ts';

const spec = functions.find(({ name }) => name === 'etl-pipeline-function') ?? specOf();
const connection = { host: '127.0.0.1', port: 5_433, database: 'd', user: 'u', password: 'p' };
const connect = async (): Promise<typeof connection> => connection;
const noConnect = async (): Promise<never> => {
  throw new Error('the database was opened');
};

describe('functionValues', () => {
  it('gives the database of the simulator, without TLS, and what the user set of the declared names', async () => {
    const env = { LOG_LEVEL: 'DEBUG', POSTGRES_CONFLICT_SCHEMA: 'c', AWS_SECRET_ACCESS_KEY: 'x' };

    const values = await functionValues(spec, { env, mode: 'real', connect });

    expect(values).toEqual({
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: '5433',
      POSTGRES_DATABASE: 'd',
      POSTGRES_USER: 'u',
      POSTGRES_PASSWORD: 'p',
      POSTGRES_TLS: 'off',
      POSTGRES_CONFLICT_SCHEMA: 'c',
      LOG_LEVEL: 'DEBUG',
    });
  });

  it('gives exactly what the user gave when that is a database: what is missing stays missing', async () => {
    const env = { POSTGRES_HOST: 'db.example.org', POSTGRES_USER: 'u', POSTGRES_PASSWORD: '' };

    const values = await functionValues(spec, { env, mode: 'real', connect: noConnect });

    expect(values).toEqual(env);
  });

  it('turns TLS off for a given loopback host alone, and not against the user', async () => {
    const tlsOf = async (env: Record<string, string>): Promise<string | undefined> =>
      (await functionValues(spec, { env, mode: 'real', connect: noConnect }))['POSTGRES_TLS'];

    expect(await tlsOf({ POSTGRES_HOST: 'localhost' })).toBe('off');
    expect(await tlsOf({ POSTGRES_HOST: '::1' })).toBe('off');
    expect(await tlsOf({ POSTGRES_HOST: '127.0.0.1.example.org' })).toBeUndefined();
    expect(await tlsOf({ POSTGRES_HOST: '127.0.0.1', POSTGRES_TLS: 'verify-full' })).toBe(
      'verify-full',
    );
  });

  it('gives placeholders in mock mode and opens nothing', async () => {
    const values = await functionValues(spec, { env: {}, mode: 'mock', connect: noConnect });

    expect(values).toEqual({
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: '5432',
      POSTGRES_DATABASE: 'mock',
      POSTGRES_USER: 'mock',
      POSTGRES_PASSWORD: 'mock',
      POSTGRES_TLS: 'off',
    });
  });

  it('opens nothing for a function that declares no database', async () => {
    const values = await functionValues(specOf({ environment: ['LOG_LEVEL'] }), {
      env: { LOG_LEVEL: 'INFO' },
      mode: 'real',
      connect: noConnect,
    });

    expect(values).toEqual({ LOG_LEVEL: 'INFO' });
  });
});

describe('isDatabaseGiven', () => {
  it.each([
    [{}, false],
    [{ POSTGRES_HOST: '' }, false],
    [{ POSTGRES_CONFLICT_SCHEMA: 'c' }, false],
    [{ POSTGRES_PASSWORD: 'p' }, true],
    [{ DB_SECRET_ID: 's' }, true],
  ])('is for %j %s', (env, isGiven) => {
    expect(isDatabaseGiven(env)).toBe(isGiven);
  });
});
