import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Neo4jEngine,
  openNeo4j,
  openSecretsManager,
  type SecretsManagerEndpoint,
} from '@pipelines/local-cloud';
import { connectGraph } from '@pipelines/neo4j-load';
import { describeWithNeo4j, TEST_NEO4J_TIMEOUT_MS } from '@pipelines/testing';
import { callSecretsManager } from '../../test/call-secrets-manager.ts';
import { handler } from '../handlers/reset-neo4j.ts';

const SECRET = 'sbir-analytics/neo4j-aura';
const RATE_LIMIT = 'Neo.ClientError.Security.AuthenticationRateLimit';
const EVENT = { dry_run: true, raise_on_error: true };

describeWithNeo4j('a graph whose password is in Secrets Manager', () => {
  const before = { ...process.env };
  let dataDir: string;
  let engine: Neo4jEngine;
  let secrets: SecretsManagerEndpoint;
  let password: string;
  let reads = 0;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'open-graph-'));
    // A server of this file's own: its password changes.
    const env = { ...process.env, NEO4J_URI: undefined, PIPELINES_NO_DOCKER: '1' };
    engine = await openNeo4j({ dataDir, env, isThrowaway: true });
    ({ password } = engine);
    secrets = await openSecretsManager({
      dataDir,
      onCall: ({ action }) => (reads += action === 'secretsmanager:GetSecretValue' ? 1 : 0),
    });
    delete process.env['NEO4J_URI'];
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: secrets.url,
      AWS_REGION: secrets.region,
      AWS_ACCESS_KEY_ID: secrets.accessKeyId,
      AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
      LOG_LEVEL: 'ERROR',
    });
    await callSecretsManager(secrets, 'CreateSecret', { Name: SECRET, SecretString: secretText() });
  }, TEST_NEO4J_TIMEOUT_MS);

  afterAll(async () => {
    process.env = before;
    await secrets.stop();
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  function secretText(): string {
    const { uri, user: username, database } = engine;
    return JSON.stringify({ uri, username, password, database });
  }
  const changePassword = async (next: string): Promise<void> => {
    const graph = await connectGraph({ ...engine, password });
    await graph.write((transaction) =>
      transaction.run('ALTER CURRENT USER SET PASSWORD FROM $password TO $next', {
        password,
        next,
      }),
    );
    await graph.close();
    password = next;
  };
  const storePassword = () =>
    callSecretsManager(secrets, 'PutSecretValue', { SecretId: SECRET, SecretString: secretText() });

  it('is opened with one fetch for many calls', async () => {
    const first = await handler(EVENT);
    const second = await handler(EVENT);

    expect(first).toMatchObject({ statusCode: 200, body: { database: engine.database } });
    expect(second.statusCode).toBe(200);
    expect(reads).toBe(1);
  });

  it('is opened by a fresh copy after a rotation', async () => {
    await changePassword('rotated-canary-1');
    await storePassword();

    const { statusCode } = await handler(EVENT);

    expect(statusCode).toBe(200);
    expect(reads).toBe(2);
  });

  it('is a matter of configuration when the fresh copy is refused too', async () => {
    await changePassword('rotated-canary-2');

    const refused: unknown = await handler(EVENT).catch((error: unknown) => error);
    const { name, message } = refused as Error;

    expect(name).toBe('ConfigurationError');
    expect(message).not.toContain('canary');
    expect(reads).toBe(3);
  });

  it('is unavailable, so that it is tried again, while wrong passwords have locked the account', async () => {
    await storePassword();
    let code: unknown;
    for (let tries = 0; tries < 10 && code !== RATE_LIMIT; tries += 1) {
      const wrong = connectGraph({ ...engine, password: 'wrong-canary' });
      code = await wrong.catch((error: unknown): unknown => Reflect.get(error as Error, 'code'));
    }

    const refused: unknown = await handler(EVENT).catch((error: unknown) => error);

    expect(code).toBe(RATE_LIMIT);
    expect(refused).toMatchObject({ name: 'GraphUnavailableError' });
    expect((refused as Error).message).toContain(RATE_LIMIT);
  });

  it('names a secret that is not there', async () => {
    const event = { ...EVENT, neo4j_secret_name: 'sbir-analytics/none' };

    const refused: unknown = await handler(event).catch((error: unknown) => error);

    expect(refused).toMatchObject({ name: 'ConfigurationError' });
    expect((refused as Error).message).toContain('sbir-analytics/none');
  });
});
