import { beforeAll, describe, expect, it } from '@jest/globals';
import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { makeMachine, passState } from '../../test/registry-fixture.ts';

let api: ApiFixture;
let machineArn: string;
beforeAll(async () => {
  api = await startApi();
  machineArn = makeMachine(api.registry, { A: passState }).arn;
});

describe('ListExecutions', () => {
  it('lists the newest first, by status and page by page', async () => {
    const { arn } = makeMachine(api.registry, { A: passState }, { name: 'listed' });
    const arns: string[] = [];
    for (let count = 0; count < 3; count++) arns.unshift(await api.runToEnd(arn));
    const list = async (request: object) =>
      api.client.send(new ListExecutionsCommand({ stateMachineArn: arn, ...request }));

    const first = await list({ maxResults: 2, statusFilter: 'SUCCEEDED' });
    const second = await list({ statusFilter: 'SUCCEEDED', nextToken: first.nextToken });
    const failed = await list({ statusFilter: 'FAILED' });

    const found = [...(first.executions ?? []), ...(second.executions ?? [])];
    expect(first.executions).toHaveLength(2);
    expect(found.map(({ executionArn }) => executionArn).sort()).toEqual([...arns].sort());
    expect(found[0]).toMatchObject({ stateMachineArn: arn, status: 'SUCCEEDED', redriveCount: 0 });
    expect(second.nextToken).toBeUndefined();
    expect(failed.executions).toEqual([]);
  });

  it('refuses an unknown status in the words of AWS', async () => {
    const refused = api.client.send(
      new ListExecutionsCommand({
        stateMachineArn: machineArn,
        statusFilter: 'succeeded' as 'FAILED',
      }),
    );

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    });
  });

  it('refuses a token of another list', async () => {
    const { arn } = makeMachine(api.registry, { A: passState }, { name: 'tokens' });
    await api.runToEnd(arn);
    await api.runToEnd(arn);
    const { nextToken } = await api.client.send(
      new ListExecutionsCommand({ stateMachineArn: arn, maxResults: 1 }),
    );

    const refused = api.client.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn, nextToken }),
    );

    await expect(refused).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('GetExecutionHistory', () => {
  it('gives the events as AWS does, in both orders and page by page', async () => {
    const executionArn = await api.runToEnd(machineArn);
    const history = (request: object) =>
      api.client.send(new GetExecutionHistoryCommand({ executionArn, ...request }));

    const whole = await history({});
    const first = await history({ maxResults: 3, reverseOrder: true });
    const second = await history({ reverseOrder: true, nextToken: first.nextToken });

    expect(
      whole.events?.map(({ id, previousEventId, type }) => [id, previousEventId, type]),
    ).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'PassStateEntered'],
      [3, 2, 'PassStateExited'],
      [4, 3, 'ExecutionSucceeded'],
    ]);
    expect(whole.events?.[1]?.stateEnteredEventDetails).toEqual({
      name: 'A',
      input: '{}',
      inputDetails: { truncated: false },
    });
    expect(Math.abs(Date.now() - Number(whole.events?.[0]?.timestamp))).toBeLessThan(60_000);
    expect([first, second].map(({ events }) => events?.map(({ id }) => id))).toEqual([
      [4, 3, 2],
      [1],
    ]);
    expect(second.nextToken).toBeUndefined();
  });

  it('leaves inputs and outputs out when they are not wanted', async () => {
    const executionArn = await api.runToEnd(machineArn, '{"canary":1}');

    const { events } = await api.client.send(
      new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
    );

    expect(JSON.stringify(events)).not.toContain('canary');
    expect(events?.[1]?.stateEnteredEventDetails).toEqual({ name: 'A' });
  });
});
