import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { createOutbox } from '../src/services/outbox.ts';
import { runInProcess } from './run-in-process.ts';
import { taskRequest } from './task-request.ts';
import { temporaryFolder } from './temporary-folder.ts';

const cwd = temporaryFolder();
const empty = temporaryFolder();
const request = taskRequest('arn:aws:states:::sqs:sendMessage', {}, { stateName: 'Ask' });
const outbox = createOutbox(`${cwd}/.simulator`, createVirtualClock(1_737_383_400_000));
const topic = { service: 'sns', target: 'arn:aws:sns:us-east-1:000000000000:t' } as const;
outbox.add({ ...topic, messageId: '1', body: 'first' }, request);
const body = `\u001b[2Jred\n${'x'.repeat(500)}`;
outbox.add({ ...topic, messageId: '2', body }, { ...request, taskToken: 'token' });

describe('simulator outbox', () => {
  it('prints the messages, each cut to a line without control characters', async () => {
    const end = await runInProcess(['outbox'], cwd);

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(end.out.split('\n')).toEqual([
      '2025-01-20T14:30:00.000Z  sns  arn:aws:sns:us-east-1:000000000000:t',
      '  Ask of arn:aws:states:us-east-1:000000000000:execution:m:run',
      '  first',
      '2025-01-20T14:30:00.000Z  sns  arn:aws:sns:us-east-1:000000000000:t',
      '  Ask of arn:aws:states:us-east-1:000000000000:execution:m:run',
      '  waits for its token',
      `   [2Jred ${'x'.repeat(392)}…`,
      '',
    ]);
  });

  it('gives the last ones whole as JSON', async () => {
    const end = await runInProcess(['outbox', '-n', '1', '--json'], cwd);

    expect(JSON.parse(end.out)).toMatchObject([{ messageId: '2', body, taskToken: 'token' }]);
  });

  it('says that there is none, and ends well', async () => {
    const text = await runInProcess(['outbox'], empty);
    const json = await runInProcess(['outbox', '--json'], empty);

    expect([text.exitCode, text.out, json.out]).toEqual([0, 'No message.\n', '[]\n']);
  });
});
