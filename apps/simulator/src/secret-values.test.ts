import path from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, it } from '@jest/globals';
import { specOf } from '../test/function-zip.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { createLocalEndpoints } from './local-endpoints.ts';
import { createSecretKeeper } from './secret-values.ts';

const dataDir = path.join(temporaryFolder(), 'secrets');
const endpoints = createLocalEndpoints({ dataDir, onProblem: () => undefined });
afterAll(() => endpoints.stop());

const spec = specOf({ secrets: ['etl-pipeline/postgres', 'sbir-analytics/neo4j-aura'] });
const refuse = async (): Promise<never> => {
  throw new Error('an endpoint was opened');
};
const graph = {
  NEO4J_URI: 'bolt://127.0.0.1:1',
  NEO4J_USERNAME: 'neo4j',
  NEO4J_PASSWORD: 'p',
  NEO4J_DATABASE: 'neo4j',
};

async function readSecret(id: string): Promise<string | undefined> {
  const { url, region, accessKeyId, secretAccessKey } = await endpoints.secretsManager();
  const credentials = { accessKeyId, secretAccessKey };
  const client = new SecretsManagerClient({ endpoint: url, region, credentials });
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  client.destroy();
  return SecretString;
}

describe('createSecretKeeper', () => {
  it('puts a connection into its secret, and gives the name of that', async () => {
    const inSecrets = createSecretKeeper({ env: {}, mode: 'real', endpoints });

    const values = await inSecrets(spec, { ...graph, LOG_LEVEL: 'INFO' });

    expect(values).toEqual({
      LOG_LEVEL: 'INFO',
      NEO4J_SECRET_NAME: 'sbir-analytics/neo4j-aura',
    });
    expect(await readSecret('sbir-analytics/neo4j-aura')).toBe(
      '{"uri":"bolt://127.0.0.1:1","username":"neo4j","password":"p","database":"neo4j"}',
    );
  });

  it('writes a changed connection into the secret that is there', async () => {
    const inSecrets = createSecretKeeper({ env: {}, mode: 'real', endpoints });
    await inSecrets(spec, { ...graph, NEO4J_SECRET_NAME: 'mine' });

    await inSecrets(spec, { ...graph, NEO4J_SECRET_NAME: 'mine', NEO4J_PASSWORD: 'new' });

    expect(await readSecret('mine')).toContain('"password":"new"');
  });

  it.each([
    ['tasks are mocked', spec, {}, 'mock'],
    ['the user brings a graph', spec, { NEO4J_URI: 'bolt://h' }, 'real'],
    ['the user brings endpoints', spec, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' }, 'real'],
    ['the function may read no secret', specOf(), {}, 'real'],
  ] as const)('leaves the values alone when %s', async (_, one, env, mode) => {
    const inSecrets = createSecretKeeper({ env, mode, endpoints: { secretsManager: refuse } });

    expect(await inSecrets(one, graph)).toEqual(graph);
  });

  it('leaves an incomplete connection alone', async () => {
    const options = { env: {}, mode: 'real', endpoints: { secretsManager: refuse } } as const;
    const values = { POSTGRES_HOST: '127.0.0.1', POSTGRES_USER: 'u' };

    expect(await createSecretKeeper(options)(spec, values)).toEqual(values);
  });
});
