import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { TaskFailure } from '@pipelines/asl-runtime';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { longWait, makeMachine, passState } from '../../test/registry-fixture.ts';

const call = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
const task = { ...call, Parameters: { 'QueueUrl.$': '$$.Execution.RedriveCount' } };

let api: ApiFixture;
let isBroken: boolean;
let failedArn: string;
let machineArn: string;
beforeEach(async () => {
  isBroken = true;
  api = await startApi({
    runTask: async ({ payload }) => {
      if (isBroken) throw new TaskFailure('Broken', 'why');
      return payload;
    },
  });
  machineArn = makeMachine(api.registry, { A: { Type: 'Pass', Next: 'B' }, B: task }).arn;
  failedArn = await api.runToEnd(machineArn);
});

async function redriveToEnd(executionArn: string, clientToken?: string): Promise<Date> {
  const { redriveDate } = await api.client.send(
    new RedriveExecutionCommand({ executionArn, clientToken }),
  );
  while (api.registry.execution(executionArn)?.status === 'RUNNING') {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return redriveDate ?? new Date(NaN);
}
const describeExecution = (executionArn: string) =>
  api.client.send(new DescribeExecutionCommand({ executionArn }));

describe('RedriveExecution', () => {
  it('runs a failed execution on from the state that failed', async () => {
    const before = await describeExecution(failedArn);
    isBroken = false;

    const redriveDate = await redriveToEnd(failedArn);

    const after = await describeExecution(failedArn);
    const { events = [] } = await api.client.send(
      new GetExecutionHistoryCommand({ executionArn: failedArn }),
    );
    expect(before).toMatchObject({ status: 'FAILED', error: 'Broken', redriveCount: 0 });
    expect(before).toMatchObject({ redriveStatus: 'REDRIVABLE' });
    expect(before.redriveDate).toBeUndefined();
    expect(after).toMatchObject({
      status: 'SUCCEEDED',
      startDate: before.startDate,
      output: '{"QueueUrl":1}',
      redriveCount: 1,
      redriveDate,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(after.error).toBeUndefined();
    expect(events.slice(7).map(({ type }) => type)).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[8]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
  });

  it('counts, and ListExecutions shows it', async () => {
    await redriveToEnd(failedArn);
    const redriveDate = await redriveToEnd(failedArn);

    const { executions = [] } = await api.client.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn }),
    );

    expect(executions).toMatchObject([{ status: 'FAILED', redriveCount: 2, redriveDate }]);
  });

  it('does nothing for a token that has come before', async () => {
    const first = await redriveToEnd(failedArn, 'token-1');

    expect(await redriveToEnd(failedArn, 'token-1')).toEqual(first);
    expect((await describeExecution(failedArn)).redriveCount).toBe(1);

    await redriveToEnd(failedArn, 'token-2');
    expect((await describeExecution(failedArn)).redriveCount).toBe(2);
  });

  it('filters ListExecutions by whether an execution was redriven', async () => {
    const other = await api.runToEnd(machineArn);
    await redriveToEnd(failedArn);
    const list = async (redriveFilter: 'REDRIVEN' | 'NOT_REDRIVEN') => {
      const { executions = [] } = await api.client.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn, redriveFilter }),
      );
      return executions.map(({ executionArn }) => executionArn);
    };

    expect(await list('REDRIVEN')).toEqual([failedArn]);
    expect(await list('NOT_REDRIVEN')).toEqual([other]);
  });

  it.each([
    ['has succeeded', passState, 'Execution is SUCCEEDED and cannot be redriven'],
    ['runs', longWait, 'Execution is RUNNING and cannot be redriven'],
  ])('refuses an execution that %s', async (_, state, reason) => {
    const { arn } = makeMachine(api.registry, { S: state }, { name: 'other' });
    const { executionArn = '' } = await api.client.send(
      new StartExecutionCommand({ stateMachineArn: arn }),
    );

    const refused = api.client.send(new RedriveExecutionCommand({ executionArn }));

    await expect(refused).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: `Execution Not Redrivable: '${reason}'`,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses one whose machine was deleted, one that is not there, and one of EXPRESS', async () => {
    const unknown = 'arn:aws:states:us-east-1:000000000000:execution:machine:none';
    const express = 'arn:aws:states:us-east-1:000000000000:express:machine:e:1';
    await api.client.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn }));
    const redrive = (executionArn: string) =>
      api.client.send(new RedriveExecutionCommand({ executionArn }));

    await expect(redrive(failedArn)).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: "Execution Not Redrivable: 'State machine is in DELETING status'",
    });
    await expect(redrive(unknown)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(redrive(express)).rejects.toMatchObject({ name: 'InvalidArn' });
  });
});
