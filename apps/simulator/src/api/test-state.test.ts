import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestStateCommand, type TestStateCommandInput } from '@aws-sdk/client-sfn';
import { TaskFailure } from '@pipelines/asl-runtime';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';
let api: ApiFixture;
beforeAll(async () => {
  api = await startApi({
    runTask: async ({ resource, payload }) => {
      if (resource.endsWith(':echo')) return payload;
      throw new TaskFailure('Lambda.ResourceNotFoundException', 'none');
    },
  });
});
const test = (state: object, more: Partial<TestStateCommandInput> = {}) =>
  api.client.send(new TestStateCommand({ definition: JSON.stringify(state), roleArn, ...more }));

describe('TestState', () => {
  it('runs one state, and says what comes next', async () => {
    const state = { Type: 'Pass', Parameters: { 'sum.$': 'States.MathAdd($.a, 1)' }, Next: 'B' };

    expect(await test(state, { input: '{"a":1}' })).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"sum":2}',
      nextState: 'B',
    });
  });

  it('shows what happened on the way when it is asked', async () => {
    const state = { Type: 'Pass', InputPath: '$.a', End: true };

    const { inspectionData } = await test(state, { input: '{"a":1}', inspectionLevel: 'DEBUG' });

    expect(inspectionData).toMatchObject({ input: '{"a":1}', afterInputPath: '1' });
  });

  it('calls the task of a state, or takes the mock in its place', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function';
    const state = { Type: 'Task', Resource: `${arn}:echo`, End: true };

    expect(await test(state, { input: '{"a":1}' })).toMatchObject({ output: '{"a":1}' });
    expect(await test({ ...state, Resource: `${arn}:none` })).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.ResourceNotFoundException',
    });
    expect(
      await test({ ...state, Resource: `${arn}:none` }, { mock: { result: '"mocked"' } }),
    ).toMatchObject({ status: 'SUCCEEDED', output: '"mocked"' });
  });

  it('refuses what AWS refuses, in its words', async () => {
    await expect(
      test({ Type: 'Pass', End: true }, { mock: { result: '1' } }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: "State type 'Pass' is not supported when a mock is specified",
    });
    await expect(test({ Type: 'Dance' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });
});
