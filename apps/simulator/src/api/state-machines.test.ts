import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  type CreateStateMachineCommandInput,
} from '@aws-sdk/client-sfn';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';

const definition = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
const roleArn = 'arn:aws:iam::000000000000:role/test';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});

function create(overrides: Partial<CreateStateMachineCommandInput>) {
  return api.client.send(
    new CreateStateMachineCommand({ name: 'machine', definition, roleArn, ...overrides }),
  );
}

describe('CreateStateMachine', () => {
  it('answers with the ARN and the time, the same for the same machine', async () => {
    const first = await create({ name: 'first' });

    const second = await create({ name: 'first', roleArn: 'arn:aws:iam::000000000000:role/other' });

    expect(first.stateMachineArn).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:first');
    expect(Math.abs(Date.now() - Number(first.creationDate))).toBeLessThan(60_000);
    expect([second.stateMachineArn, second.creationDate]).toEqual([
      first.stateMachineArn,
      first.creationDate,
    ]);
  });

  it.each<[string, Partial<CreateStateMachineCommandInput>, string, string | RegExp]>([
    ['a bad name', { name: 'two words' }, 'InvalidName', "Invalid Name: 'two words'"],
    [
      'a name of more than 80 characters',
      { name: 'a'.repeat(81) },
      'ValidationException',
      `1 validation error detected: Value '${'a'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
    ],
    [
      'a bad definition',
      { definition: '{"StartAt":"A","States":{"A":{"Type":"Pass"}}}' },
      'InvalidDefinition',
      /^Invalid State Machine Definition: '/,
    ],
    ['no JSON', { definition: '{' }, 'InvalidDefinition', /INVALID_JSON_DESCRIPTION/],
    [
      'another type of the same name',
      { name: 'taken', type: 'EXPRESS' },
      'StateMachineAlreadyExists',
      "State Machine Already Exists: 'arn:aws:states:us-east-1:000000000000:stateMachine:taken'",
    ],
    [
      'an unknown type',
      { type: 'OTHER' as 'EXPRESS' },
      'ValidationException',
      "1 validation error detected: Value 'OTHER' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    ],
    [
      'no role',
      { roleArn: undefined },
      'ValidationException',
      "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a level of logging that there is not',
      { loggingConfiguration: { level: 'LOUD' as 'ALL' } },
      'ValidationException',
      "Value 'LOUD' at 'loggingConfiguration.level' failed to satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF]",
    ],
    [
      'logging without a destination',
      { loggingConfiguration: { level: 'ALL' } },
      'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.',
    ],
    [
      'a version description without a version',
      { versionDescription: 'first' },
      'ValidationException',
      'Version description can only be set when publish is true',
    ],
  ])('refuses %s', async (_, overrides, name, message) => {
    await create({ name: 'taken' });

    const refused = create(overrides);

    await expect(refused).rejects.toMatchObject({ name });
    await expect(refused).rejects.toThrow(message);
  });
});

describe('DescribeStateMachine', () => {
  it('answers with what was created, and the defaults of AWS', async () => {
    const { stateMachineArn, creationDate } = await create({ name: 'described' });

    const { $metadata, ...machine } = await api.client.send(
      new DescribeStateMachineCommand({ stateMachineArn }),
    );

    expect(machine).toEqual({
      stateMachineArn,
      name: 'described',
      status: 'ACTIVE',
      definition,
      roleArn,
      type: 'STANDARD',
      creationDate,
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    [
      'arn:aws:states:us-east-1:000000000000:stateMachine:none',
      'StateMachineDoesNotExist',
      "State Machine Does Not Exist: 'arn:aws:states:us-east-1:000000000000:stateMachine:none'",
    ],
    ['not_an_arn', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: not_an_arn'"],
    ['arn:aws:s3:::bucket', 'InvalidArn', "Invalid Arn: 'Invalid ARN: arn:aws:s3:::bucket'"],
    [
      'arn:aws:states:us-east-1:000000000000:activity:a',
      'InvalidArn',
      "Invalid Arn: 'Resource type not valid in this context: activity'",
    ],
  ])('refuses %s', async (stateMachineArn, name, message) => {
    const refused = api.client.send(new DescribeStateMachineCommand({ stateMachineArn }));

    await expect(refused).rejects.toMatchObject({ name, message });
  });
});

describe('ListStateMachines', () => {
  it('lists the machines of the account that is the access key id, page by page', async () => {
    const other = await startApi({ accessKeyId: '111111111111' });
    for (const name of ['one', 'two', 'three']) {
      await other.client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    }
    other.registry.createMachine({
      accountId: '222222222222',
      name: 'hidden',
      definitionText: definition,
      roleArn,
      type: 'STANDARD',
    });

    const first = await other.client.send(new ListStateMachinesCommand({ maxResults: 2 }));
    const { nextToken } = first;
    const second = await other.client.send(new ListStateMachinesCommand({ nextToken }));

    const all = [...(first.stateMachines ?? []), ...(second.stateMachines ?? [])];
    expect(first.stateMachines).toHaveLength(2);
    expect(second.nextToken).toBeUndefined();
    expect(all.map(({ stateMachineArn }) => stateMachineArn).sort()).toEqual([
      'arn:aws:states:us-east-1:111111111111:stateMachine:one',
      'arn:aws:states:us-east-1:111111111111:stateMachine:three',
      'arn:aws:states:us-east-1:111111111111:stateMachine:two',
    ]);
  });

  it.each([
    [{ maxResults: 1_001 }, 'ValidationException'],
    [{ nextToken: 'xxx' }, 'InvalidToken'],
    [{ nextToken: 'x'.repeat(3_097) }, 'ValidationException'],
  ])('refuses a page of %j', async (page, name) => {
    const refused = api.client.send(new ListStateMachinesCommand(page));

    await expect(refused).rejects.toMatchObject({ name });
  });
});
