import { describe, expect, it, jest } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { readOutbox } from '../src/services/outbox.ts';
import { startSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

const prefix = 'arn:aws:states:us-east-1:000000000000';
const nested = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      End: true,
      Branches: [
        {
          StartAt: 'Child',
          States: {
            Child: {
              Type: 'Task',
              Resource: 'arn:aws:states:::states:startExecution.sync:2',
              Parameters: { StateMachineArn: `${prefix}:stateMachine:child`, Name: 'one' },
              End: true,
            },
          },
        },
        {
          StartAt: 'Ask',
          States: {
            Ask: {
              Type: 'Task',
              Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
              Parameters: {
                QueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/queue',
                MessageBody: { 'token.$': '$$.Task.Token' },
              },
              End: true,
            },
          },
        },
      ],
    },
  },
};
const child = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3_600, End: true } } };

describe('a simulator that is killed while a state waits for a child and for a token', () => {
  const cwd = temporaryFolder();

  async function serve() {
    const program = startSimulator(['serve', '--mock', '--port', '0', '--json'], { cwd });
    const { url } = JSON.parse(await program.printed('\n}\n')) as { readonly url: string };
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SFNClient({ endpoint: url, region: 'us-east-1', credentials });
    const kill = async (): Promise<void> => {
      client.destroy();
      program.child.kill('SIGKILL');
      await program.ended;
    };
    return { client, kill };
  }

  it('says why both executions ended, and takes the token no more', async () => {
    const first = await serve();
    const roleArn = 'arn:aws:iam::000000000000:role/test';
    for (const [name, definition] of Object.entries({ child, nested })) {
      const text = JSON.stringify(definition);
      await first.client.send(new CreateStateMachineCommand({ name, roleArn, definition: text }));
    }
    const start = { stateMachineArn: `${prefix}:stateMachine:nested`, name: 'one' };
    await first.client.send(new StartExecutionCommand(start));
    const dataDir = `${cwd}/.simulator`;
    while (readOutbox(dataDir).length === 0) await new Promise(setImmediate);
    await first.kill();

    const second = await serve();
    const taskToken = readOutbox(dataDir)[0]?.['taskToken'] as string;
    const late = second.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    await expect(late).rejects.toMatchObject({ name: 'InvalidToken' });
    for (const name of ['child', 'nested']) {
      const executionArn = `${prefix}:execution:${name}:one`;
      const ended = await second.client.send(new DescribeExecutionCommand({ executionArn }));
      expect(ended).toMatchObject({
        status: 'ABORTED',
        error: 'Simulator.ProcessEnded',
        cause: expect.stringMatching(/process .+ ended before/),
      });
    }
    await second.kill();
  });
});
