import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import * as z from 'zod';
import { createSecretLoader } from '../src/create-secret-loader.ts';
import { createSecretsClient } from '../src/create-secrets-client.ts';
import { startSecretsEndpoint, type SecretsEndpoint } from './secrets-endpoint.ts';

let endpoint: SecretsEndpoint;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  endpoint = await startSecretsEndpoint();
  before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

afterEach(async () => {
  process.env = before;
  await endpoint.close();
});

it('finds endpoint, region and credentials in the environment, and tries three times', async () => {
  endpoint.secrets.set('one', '{"user":"etl"}');
  const client = createSecretsClient();
  const loadSecret = createSecretLoader({ client, clock: createVirtualClock(0) });

  const secret = await loadSecret('one', z.object({ user: z.string() }));

  expect(secret).toEqual({ user: 'etl' });
  await expect(client.config.maxAttempts()).resolves.toBe(3);
  client.destroy();
});
