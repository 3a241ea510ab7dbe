import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator, type Simulator } from '../test/simulator.ts';
import { executionName, waitForRefresh } from './start-refresh.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());

describe('an execution of the weekly workflow', () => {
  it('is named after its UTC date and moment', () => {
    expect(executionName(Date.UTC(2025, 0, 20, 23, 59))).toBe('weekly-2025-01-20-1737417540000');
  });

  it('that does not end in time is named, with what can be done', async () => {
    const stateMachineArn = await simulator.create('endless', {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 3_600, End: true } },
    });
    const { executionArn = '' } = await simulator.client.send(
      new StartExecutionCommand({ stateMachineArn, name: 'one' }),
    );

    const options = { pollSeconds: 0.01, limitSeconds: 0.05 };
    await expect(waitForRefresh(simulator.client, executionArn, options)).rejects.toThrow(
      'arn:aws:states:us-east-1:000000000000:execution:endless:one has not ended after 0.05 s. ' +
        'It goes on; stop it with stop-execution.',
    );
  });
});
