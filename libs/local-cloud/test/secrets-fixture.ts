import { afterAll, beforeAll, expect } from '@jest/globals';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  type GetSecretValueCommandInput,
} from '@aws-sdk/client-secrets-manager';
import {
  openSecretsManager,
  type SecretsManagerEndpoint,
} from '../src/secrets-manager/open-secrets-manager.ts';
import { temporaryFolder } from './temporary-engine.ts';

/** An endpoint of one test file, its client with the SDK's defaults, and short ways to call it. */
export function secretsFixture() {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let endpoint: SecretsManagerEndpoint;
  let client: SecretsManagerClient;
  const problems: string[] = [];
  beforeAll(async () => {
    folder = await temporaryFolder();
    const onProblem = (line: string): number => problems.push(line);
    endpoint = await openSecretsManager({ dataDir: folder.path, onProblem });
    const { url, region, accessKeyId, secretAccessKey } = endpoint;
    const credentials = { accessKeyId, secretAccessKey };
    client = new SecretsManagerClient({ endpoint: url, region, credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.stop();
    await folder.remove();
    expect(problems).toEqual([]);
  });
  return {
    send: ((command: never) => client.send(command)) as SecretsManagerClient['send'],
    create: (Name: string, SecretString: string, more: object = {}) =>
      client.send(new CreateSecretCommand({ Name, SecretString, ...more })),
    put: async (SecretId: string, SecretString: string, more: object = {}) => {
      const put = new PutSecretValueCommand({ SecretId, SecretString, ...more });
      return (await client.send(put)).VersionId ?? '';
    },
    valueOf: async (SecretId: string, more: Partial<GetSecretValueCommandInput> = {}) =>
      (await client.send(new GetSecretValueCommand({ SecretId, ...more }))).SecretString,
  };
}
