import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  ListActivitiesCommand,
  ListTagsForResourceCommand,
  StartSyncExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  ValidateStateMachineDefinitionCommand,
  type Tag,
} from '@aws-sdk/client-sfn';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';
const definition = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});

describe('tags', () => {
  let resourceArn = '';
  beforeAll(async () => {
    const tags = [{ key: 'made', value: 'with' }];
    const machine = new CreateStateMachineCommand({ name: 'tagged', definition, roleArn, tags });
    resourceArn = (await api.client.send(machine)).stateMachineArn ?? '';
  });
  const list = async (): Promise<readonly Tag[] | undefined> =>
    (await api.client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
  const tag = (...tags: Tag[]) => api.client.send(new TagResourceCommand({ resourceArn, tags }));

  it('are kept, replaced by key, and removed', async () => {
    await tag({ key: 'a', value: '1' }, { key: 'b', value: '' });
    await tag({ key: 'a', value: '2' });
    expect(await list()).toEqual([
      { key: 'made', value: 'with' },
      { key: 'a', value: '2' },
      { key: 'b', value: '' },
    ]);

    const untag = new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'a', 'none'] });
    await api.client.send(untag);

    expect((await list())?.map(({ key }) => key)).toEqual(['made', 'b']);
  });

  it('are at most fifty, of limited length, on something that is there', async () => {
    const many = Array.from({ length: 51 }, (_, at) => ({ key: `k${at}`, value: 'v' }));

    await expect(tag(...many)).rejects.toMatchObject({ name: 'TooManyTags' });
    await expect(tag({ key: 'k'.repeat(129), value: 'v' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(
      api.client.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}x` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(
      api.client.send(new ListTagsForResourceCommand({ resourceArn: 'x' })),
    ).rejects.toMatchObject({ name: 'InvalidArn' });
  });
});

describe('activities', () => {
  it('are created once, described, listed and deleted', async () => {
    const activityArn = 'arn:aws:states:us-east-1:000000000000:activity:approve';
    const create = new CreateActivityCommand({ name: 'approve' });

    const first = await api.client.send(create);
    expect(await api.client.send(create)).toMatchObject({
      activityArn,
      creationDate: first.creationDate,
    });
    expect(await api.client.send(new DescribeActivityCommand({ activityArn }))).toMatchObject({
      name: 'approve',
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
    const { activities } = await api.client.send(new ListActivitiesCommand({}));
    expect(activities).toMatchObject([{ activityArn, name: 'approve' }]);

    const remove = new DeleteActivityCommand({ activityArn });
    await api.client.send(remove);
    await api.client.send(remove);

    await expect(
      api.client.send(new DescribeActivityCommand({ activityArn })),
    ).rejects.toMatchObject({
      name: 'ActivityDoesNotExist',
      message: `Activity Does Not Exist: '${activityArn}'`,
    });
  });

  it.each(['two words', 'a<b', 'a\u001f'])('are not named %j', async (name) => {
    await expect(api.client.send(new CreateActivityCommand({ name }))).rejects.toMatchObject({
      name: 'InvalidName',
    });
  });
});

describe('StartSyncExecution', () => {
  const start = (name: string, input?: string) =>
    api.client.send(
      new StartSyncExecutionCommand({
        stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`,
        ...(input !== undefined && { input }),
      }),
    );
  const create = (name: string, type: 'STANDARD' | 'EXPRESS', state: object) =>
    api.client.send(
      new CreateStateMachineCommand({
        name,
        type,
        roleArn,
        definition: JSON.stringify({ StartAt: 'A', States: { A: state } }),
      }),
    );

  it('answers with the end of an EXPRESS execution', async () => {
    await create('quick', 'EXPRESS', { Type: 'Pass', End: true });

    const answer = await start('quick', '{"a":1}');

    expect(answer).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"a":1}',
      outputDetails: { included: true },
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
    });
    expect(answer.executionArn).toMatch(/:express:quick:[0-9a-f-]{36}:[0-9a-f-]{36}$/);
  });

  it('answers a failed one with its error', async () => {
    await create('failing', 'EXPRESS', { Type: 'Fail', Error: 'E', Cause: 'C' });

    const answer = await start('failing');

    expect(answer).toMatchObject({ status: 'FAILED', error: 'E', cause: 'C' });
    expect(answer.output).toBeUndefined();
  });

  it('refuses a STANDARD machine, and one that is not there', async () => {
    await create('standard', 'STANDARD', { Type: 'Pass', End: true });

    await expect(start('standard')).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
    await expect(start('none')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

describe('ValidateStateMachineDefinition', () => {
  const validate = (text: string, maxResults?: number) =>
    api.client.send(
      new ValidateStateMachineDefinitionCommand({
        definition: text,
        ...(maxResults !== undefined && { maxResults }),
      }),
    );

  it('accepts a definition, and lists what is wrong with another', async () => {
    expect(await validate(definition)).toMatchObject({
      result: 'OK',
      diagnostics: [],
      truncated: false,
    });
    expect(await validate('{"States":{}}', 1)).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED' }],
      truncated: expect.any(Boolean),
    });
  });
});
