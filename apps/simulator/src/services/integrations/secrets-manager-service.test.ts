import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateStateMachineCommand, DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Json } from '@pipelines/core';
import { openSecretsManager, type SecretsManagerEndpoint } from '@pipelines/local-cloud';
import { openVirtualServices, serveServices } from '../../../test/integration-fixture.ts';
import { temporaryFolder } from '../../../test/temporary-folder.ts';

const folder = temporaryFolder();
const resourceOf = (action: string): string => `arn:aws:states:::aws-sdk:secretsmanager:${action}`;
let endpoint: SecretsManagerEndpoint;

beforeAll(async () => {
  endpoint = await openSecretsManager({ dataDir: folder });
});
afterAll(() => endpoint.stop());

async function call(action: string, Parameters: Json) {
  const services = openVirtualServices({ secretsManager: async () => endpoint });
  const execution = services.start({ Resource: resourceOf(action), Parameters });
  const { output, error, cause } = await services.clock.runUntil(execution.done);
  return { output: output === undefined ? undefined : (JSON.parse(output) as Json), error, cause };
}

describe('aws-sdk:secretsmanager', () => {
  it('lists no secrets as AWS does', async () => {
    expect((await call('listSecrets', {})).output).toEqual({ SecretList: [] });
  });

  it.each([
    ['text', 'text'],
    [{ host: 'h' }, '{"host":"h"}'],
  ])('keeps %j and gives %s', async (value, text) => {
    const Name = `kept-${typeof value}`;
    const created = await call('createSecret', { Name, SecretString: value });

    const { output } = await call('getSecretValue', { SecretId: Name });

    const Arn = expect.stringMatching(
      `^arn:aws:secretsmanager:us-east-1:000000000000:secret:${Name}-`,
    );
    const VersionId = expect.any(String);
    expect(created.output).toEqual({ Arn, Name, VersionId });
    expect(output).toEqual({
      Arn,
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      Name,
      SecretString: text,
      VersionId,
      VersionStages: ['AWSCURRENT'],
    });
  });

  it('does not rename the versions of a secret', async () => {
    await call('createSecret', { Name: 'versions', SecretString: '1' });

    const { output } = await call('describeSecret', { SecretId: 'versions' });

    const { VersionIdsToStages: stages } = output as { readonly VersionIdsToStages: object };
    expect(Object.entries(stages)).toEqual([
      [expect.stringMatching(/^[0-9a-f-]{36}$/), ['AWSCURRENT']],
    ]);
  });

  it.each([
    ['getSecretValue', { SecretId: 'none' }, 'ResourceNotFoundException'],
    ['createSecret', { Name: 'versions', SecretString: 'x' }, 'ResourceExistsException'],
    ['createSecret', { Name: 'Invalid Name', SecretString: 'x' }, 'SecretsManagerException'],
  ])('%s of %j fails with %s', async (action, parameters, name) => {
    const { error, cause } = await call(action, parameters);

    expect(error).toBe(`SecretsManager.${name}`);
    expect(cause).toMatch(/ \(Service: SecretsManager, Status Code: 400, Request ID: \S+\)$/);
  });
});

describe('over HTTP, aws-sdk:secretsmanager', () => {
  it('fails by a name that a Catch can tell', async () => {
    const { client, runToEnd } = await serveServices({ secretsManager: async () => endpoint });
    const definition = JSON.stringify({
      StartAt: 'Read',
      States: {
        Read: {
          Type: 'Task',
          Resource: resourceOf('getSecretValue'),
          Parameters: { SecretId: 'none' },
          Catch: [{ ErrorEquals: ['SecretsManager.ResourceNotFoundException'], Next: 'Missing' }],
          End: true,
        },
        Missing: { Type: 'Pass', Result: 'missing', End: true },
      },
    });
    const roleArn = 'arn:aws:iam::000000000000:role/test';
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({ name: 'reader', roleArn, definition }),
    );

    const executionArn = await runToEnd(stateMachineArn);

    const { output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(output).toBe('"missing"');
  });
});
