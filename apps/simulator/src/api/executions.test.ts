import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { TaskFailure } from '@pipelines/asl-runtime';
import { systemClock } from '@pipelines/core';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { longWait, makeMachine, passState } from '../../test/registry-fixture.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openMocks } from '../services/mocks.ts';
import { createTaskRunner } from '../services/task-runner.ts';

const folder = temporaryFolder();
const unknownArn = 'arn:aws:states:us-east-1:000000000000:execution:machine:none';

let api: ApiFixture;
let machineArn: string;
let waitingArn: string;
beforeAll(async () => {
  api = await startApi({
    runTask: async () => {
      throw new TaskFailure('Broken', 'on purpose');
    },
  });
  machineArn = makeMachine(api.registry, { A: passState }).arn;
  waitingArn = makeMachine(api.registry, { A: longWait }, { name: 'waiting' }).arn;
});

describe('StartExecution and DescribeExecution', () => {
  it('run a machine to its end', async () => {
    const executionArn = await api.runToEnd(machineArn, '{"a": 1}');

    const { $metadata, startDate, stopDate, ...execution } = await api.client.send(
      new DescribeExecutionCommand({ executionArn }),
    );

    expect($metadata.httpStatusCode).toBe(200);
    expect(execution).toEqual({
      executionArn,
      stateMachineArn: machineArn,
      name: executionArn.split(':').at(-1),
      status: 'SUCCEEDED',
      input: '{"a": 1}',
      inputDetails: { included: true },
      output: '{"a": 1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(Number(stopDate)).toBeGreaterThanOrEqual(Number(startDate));
  });

  it('show error and cause of a failure', async () => {
    const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
    const { arn } = makeMachine(
      api.registry,
      { A: { ...task, Parameters: { FunctionName: 'f' } } },
      { name: 'failing' },
    );

    const executionArn = await api.runToEnd(arn);
    const execution = await api.client.send(new DescribeExecutionCommand({ executionArn }));

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'on purpose',
      input: '{}',
      redriveStatus: 'REDRIVABLE',
    });
    expect(execution.output).toBeUndefined();
  });

  it('give the same execution for the same name and input while it runs', async () => {
    const start = new StartExecutionCommand({ stateMachineArn: waitingArn, name: 'once' });
    const first = await api.client.send(start);

    const second = await api.client.send(start);

    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    expect(
      await api.client.send(new DescribeExecutionCommand({ executionArn: first.executionArn })),
    ).toMatchObject({ status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' });
  });

  it.each([
    ['a used name', { name: 'used' }, 'ExecutionAlreadyExists'],
    ['a bad name', { name: 'a b' }, 'InvalidName'],
    ['an input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
    ['an input of more than 256 KiB', { input: `"${'x'.repeat(262_143)}"` }, 'ValidationException'],
    [
      'an input of more than 256 KiB in UTF-8',
      { input: `"${'ü'.repeat(140_000)}"` },
      'ValidationException',
    ],
    [
      'no machine',
      { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:none' },
      'StateMachineDoesNotExist',
    ],
    [
      'a version',
      { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine:1' },
      'StateMachineDoesNotExist',
    ],
    ['the ARN of an execution', { stateMachineArn: unknownArn }, 'InvalidArn'],
  ])('refuse %s', async (_, overrides, name) => {
    await api.client
      .send(new StartExecutionCommand({ stateMachineArn: machineArn, name: 'used' }))
      .catch(() => undefined);

    const refused = api.client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn, input: '{"b":2}', ...overrides }),
    );

    await expect(refused).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('take a test case of the mock file after the ARN', async () => {
    const file = path.join(folder, 'mocks.json');
    writeFileSync(
      file,
      JSON.stringify({
        StateMachines: { mocked: { TestCases: { Happy: { A: 'answers' } } } },
        MockedResponses: { answers: { '0': { Return: { sent: true } } } },
      }),
    );
    const mocks = openMocks(file);
    const noFunctions = { invoke: () => Promise.reject(new Error()) };
    const mocked = await startApi({
      mocks,
      runTask: createTaskRunner({ functions: noFunctions, clock: systemClock, mocks }),
    });
    const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
    const { arn } = makeMachine(
      mocked.registry,
      { A: { ...task, Parameters: { QueueUrl: 'q' } } },
      { name: 'mocked' },
    );
    const start = (stateMachineArn: string) =>
      mocked.client.send(new StartExecutionCommand({ stateMachineArn }));

    const executionArn = await mocked.runToEnd(`${arn}#Happy`);

    expect(mocked.registry.execution(executionArn)).toMatchObject({
      machineArn: arn,
      status: 'SUCCEEDED',
      outputText: '{"sent":true}',
    });
    await expect(start(`${arn}#Other`)).rejects.toThrow(
      "Test case 'Other' of state machine 'mocked' is not in SFN_MOCK_CONFIG",
    );
  });
});

describe('StopExecution', () => {
  it('ends an execution as ABORTED', async () => {
    const { executionArn } = await api.client.send(
      new StartExecutionCommand({ stateMachineArn: waitingArn }),
    );

    const { stopDate } = await api.client.send(
      new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'for today' }),
    );

    const execution = await api.client.send(new DescribeExecutionCommand({ executionArn }));
    expect(execution).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'for today',
      stopDate,
    });
  });
});

describe('an execution that is not there', () => {
  it.each([
    [
      'DescribeExecution',
      () => api.client.send(new DescribeExecutionCommand({ executionArn: unknownArn })),
    ],
    [
      'StopExecution',
      () => api.client.send(new StopExecutionCommand({ executionArn: unknownArn })),
    ],
    [
      'GetExecutionHistory',
      () => api.client.send(new GetExecutionHistoryCommand({ executionArn: unknownArn })),
    ],
  ])('is refused by %s', async (_, send) => {
    await expect(send()).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${unknownArn}'`,
    });
  });
});

describe('an EXPRESS machine', () => {
  it('starts, but keeps no execution', async () => {
    const { arn } = makeMachine(api.registry, { A: passState }, { name: 'fast', type: 'EXPRESS' });

    const { executionArn } = await api.client.send(
      new StartExecutionCommand({ stateMachineArn: arn }),
    );

    expect(executionArn).toMatch(/^arn:aws:states:us-east-1:000000000000:express:fast:.+:.+$/);
    await expect(
      api.client.send(new DescribeExecutionCommand({ executionArn })),
    ).rejects.toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    await expect(
      api.client.send(new ListExecutionsCommand({ stateMachineArn: arn })),
    ).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    });
  });
});
