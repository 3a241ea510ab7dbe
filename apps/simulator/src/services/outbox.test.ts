import { appendFileSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { taskRequest } from '../../test/task-request.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { createOutbox, readOutbox } from './outbox.ts';

const folder = temporaryFolder();
const request = taskRequest('arn:aws:states:::sqs:sendMessage', {}, { stateName: 'Send' });

describe('the outbox', () => {
  it('is one line a message, for its user alone', () => {
    const dataDir = path.join(folder, 'data');
    const outbox = createOutbox(dataDir, createVirtualClock(1_737_383_400_000));
    const message = { service: 'sqs', target: 'queue', messageId: 'id', body: 'b\n"' } as const;

    outbox.add(message, request);
    outbox.add({ ...message, subject: 's' }, { ...request, taskToken: 'token' });

    const file = path.join(dataDir, 'outbox.jsonl');
    expect(readFileSync(file, 'utf8')).toBe(
      '{"time":"2025-01-20T14:30:00.000Z","service":"sqs","target":"queue","messageId":"id","executionArn":"arn:aws:states:us-east-1:000000000000:execution:m:run","stateName":"Send","body":"b\\n\\""}\n' +
        '{"time":"2025-01-20T14:30:00.000Z","service":"sqs","target":"queue","messageId":"id","executionArn":"arn:aws:states:us-east-1:000000000000:execution:m:run","stateName":"Send","taskToken":"token","body":"b\\n\\"","subject":"s"}\n',
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is read without a line that was torn off', () => {
    const dataDir = path.join(folder, 'torn');
    const outbox = createOutbox(dataDir, createVirtualClock(0));
    outbox.add({ service: 'sns', target: 'topic', messageId: 'id', body: 'b' }, request);
    appendFileSync(path.join(dataDir, 'outbox.jsonl'), '{"time":"19');

    expect(readOutbox(dataDir)).toMatchObject([{ service: 'sns', body: 'b' }]);
    expect(readOutbox(path.join(folder, 'none'))).toEqual([]);
  });
});
