import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createVirtualClock } from '@pipelines/core';
import * as z from 'zod';
import { createSecretLoader } from '../src/create-secret-loader.ts';
import { withSecret } from '../src/with-secret.ts';
import { startSecretsEndpoint, type SecretsEndpoint } from './secrets-endpoint.ts';

const id = 'etl-pipeline/postgres';
const schema = z.object({ user: z.string(), password: z.string({ error: 'must be text' }) });
const oldText = '{"user":"etl","password":"old-canary"}';
const newText = '{"user":"etl","password":"new-canary"}';

let endpoint: SecretsEndpoint;
let client: SecretsManagerClient;

beforeEach(async () => {
  endpoint = await startSecretsEndpoint();
  client = new SecretsManagerClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('loadSecret', () => {
  it('asks once while the copy is younger than five minutes', async () => {
    const clock = createVirtualClock(0);
    const loadSecret = createSecretLoader({ client, clock });
    endpoint.secrets.set(id, oldText);

    const first = await loadSecret(id, schema);
    await clock.advanceBy(299_999);
    const second = await loadSecret(id, schema);

    expect([first, second]).toEqual([
      { user: 'etl', password: 'old-canary' },
      { user: 'etl', password: 'old-canary' },
    ]);
    expect(endpoint.requests).toEqual([id]);
  });

  it('sees a rotation after five minutes, even when told to keep copies longer', async () => {
    const clock = createVirtualClock(0);
    const loadSecret = createSecretLoader({ client, clock, maxAgeMs: 86_400_000 });
    endpoint.secrets.set(id, oldText);

    await loadSecret(id, schema);
    endpoint.secrets.set(id, newText);
    await clock.advanceBy(300_000);

    await expect(loadSecret(id, schema)).resolves.toMatchObject({ password: 'new-canary' });
  });

  it('shares one request between callers at the same moment', async () => {
    const loadSecret = createSecretLoader({ client, clock: createVirtualClock(0) });
    endpoint.secrets.set(id, oldText);

    await Promise.all([loadSecret(id, schema), loadSecret(id, schema)]);

    expect(endpoint.requests).toEqual([id]);
  });

  it('names the secret and the reason when there is none, and asks again the next time', async () => {
    const loadSecret = createSecretLoader({ client, clock: createVirtualClock(0) });

    const refused = loadSecret(id, schema);

    await expect(refused).rejects.toMatchObject({
      name: 'SecretUnavailableError',
      message: 'No secret "etl-pipeline/postgres" from Secrets Manager: ResourceNotFoundException',
    });
    endpoint.secrets.set(id, oldText);
    await expect(loadSecret(id, schema)).resolves.toMatchObject({ password: 'old-canary' });
  });

  it.each([
    ['text', 'old-canary', 'must be a JSON object'],
    ['binary', null, 'must be text, not binary'],
    ['a field too few', '{"user":"old-canary"}', 'password: must be text'],
  ])('repeats nothing of a secret that is %s', async (_, text, complaint) => {
    const loadSecret = createSecretLoader({ client, clock: createVirtualClock(0) });
    endpoint.secrets.set(id, text);

    const error = await loadSecret(id, schema).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      name: 'SecretMalformedError',
      message: `Secret "etl-pipeline/postgres" is not usable: ${complaint}`,
    });
    expect(inspect(error, { depth: null })).not.toContain('old-canary');
  });
});

describe('withSecret', () => {
  const isRefused = (error: unknown): boolean => error instanceof Error && error.name === '28P01';
  const refusal = Object.assign(new Error('password'), { name: '28P01' });

  it('asks for a fresh copy once when the kept one is refused', async () => {
    const loadSecret = createSecretLoader({ client, clock: createVirtualClock(0) });
    endpoint.secrets.set(id, oldText);
    await loadSecret(id, schema);
    endpoint.secrets.set(id, newText);
    const tried: string[] = [];

    const result = await withSecret({
      loadSecret,
      id,
      schema,
      isRefused,
      use: async ({ password }) => {
        tried.push(password);
        if (password === 'old-canary') throw refusal;
        return 'connected';
      },
    });

    expect(result).toBe('connected');
    expect(tried).toEqual(['old-canary', 'new-canary']);
    expect(endpoint.requests).toEqual([id, id]);
  });

  it('gives up after the second refusal', async () => {
    const loadSecret = createSecretLoader({ client, clock: createVirtualClock(0) });
    endpoint.secrets.set(id, oldText);

    const refused = withSecret({
      loadSecret,
      id,
      schema,
      isRefused,
      use: () => Promise.reject(refusal),
    });

    await expect(refused).rejects.toBe(refusal);
    expect(endpoint.requests).toEqual([id, id]);
  });

  it('does not spend a request on any other failure', async () => {
    const loadSecret = createSecretLoader({ client, clock: createVirtualClock(0) });
    endpoint.secrets.set(id, oldText);

    const failed = withSecret({
      loadSecret,
      id,
      schema,
      isRefused,
      use: () => Promise.reject(new Error('network')),
    });

    await expect(failed).rejects.toThrow('network');
    expect(endpoint.requests).toEqual([id]);
  });
});
