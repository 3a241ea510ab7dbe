import { describe, expect, it } from '@jest/globals';
import {
  DescribeMapRunCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { startApi } from '../../test/api-fixture.ts';
import { makeMachine } from '../../test/registry-fixture.ts';

/** A Map Run over five items whose tasks end only when the run does; tells how many have begun. */
async function startRun() {
  let begun = 0;
  const api = await startApi({
    runTask: ({ signal }) =>
      new Promise((_resolve, reject) => {
        begun++;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  });
  const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
  const { arn: stateMachineArn } = makeMachine(api.registry, {
    M: {
      Type: 'Map',
      MaxConcurrency: 1,
      ToleratedFailureCount: 1,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'T',
        States: { T: { ...task, Parameters: { QueueUrl: 'q' } } },
      },
      End: true,
    },
  });
  const { executionArn = '' } = await api.client.send(
    new StartExecutionCommand({ stateMachineArn, input: '[1, 2, 3, 4, 5]' }),
  );
  await until(() => begun === 1);
  const { mapRuns = [] } = await api.client.send(new ListMapRunsCommand({ executionArn }));
  return { api, executionArn, mapRunArn: mapRuns[0]?.mapRunArn ?? '', begun: () => begun };
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setImmediate(resolve));
}

describe('UpdateMapRun', () => {
  it('changes the limits of a run under way, and more children start at once', async () => {
    const { api, mapRunArn, begun } = await startRun();

    await api.client.send(
      new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 3, toleratedFailurePercentage: 12.5 }),
    );

    await until(() => begun() === 3);
    expect(await api.client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      maxConcurrency: 3,
      toleratedFailureCount: 1,
      toleratedFailurePercentage: 12.5,
    });
  });

  it.each([
    [{}, 'ValidationException', 'MISSING_REQUIRED_PARAMETER'],
    [{ maxConcurrency: -1 }, 'ValidationException', undefined],
    [{ toleratedFailureCount: -1 }, 'ValidationException', undefined],
    [{ toleratedFailurePercentage: 100.5 }, 'ValidationException', undefined],
    [{ maxConcurrency: 1, mapRunArn: 'x' }, 'InvalidArn', undefined],
    [
      {
        maxConcurrency: 1,
        mapRunArn: 'arn:aws:states:us-east-1:000000000000:mapRun:machine/M:none',
      },
      'ResourceNotFound',
      undefined,
    ],
  ])('refuses %j', async (change, name, reason) => {
    const { api, mapRunArn } = await startRun();

    const refused = api.client.send(new UpdateMapRunCommand({ mapRunArn, ...change }));

    await expect(refused).rejects.toMatchObject({ name, ...(reason && { reason }) });
  });

  it('refuses a run that has ended', async () => {
    const { api, executionArn, mapRunArn } = await startRun();
    await api.client.send(new StopExecutionCommand({ executionArn }));

    const refused = api.client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 2 }));

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'CANNOT_UPDATE_COMPLETED_MAP_RUN',
    });
  });
});
