import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { operations } from '../src/api/operations.ts';
import { createTaskTokens } from '../src/services/task-tokens.ts';
import { startApi } from './api-fixture.ts';
import { makeMachine, passState } from './registry-fixture.ts';
import { sendRandomRequests } from './random-requests.ts';

const MEGABYTE = 1024 * 1024;

const askWorker = {
  Type: 'Task',
  Resource: 'arn:aws:states:us-east-1:000000000000:activity:a',
  TimeoutSeconds: 60,
  End: true,
};
const twoItems = { Type: 'Pass', Result: { items: [1, 2] }, Next: 'Each' };
const mapRun = {
  Type: 'Map',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'A',
    States: { A: passState },
  },
  ItemsPath: '$.items',
  End: true,
};

describe('requests at random, to every operation', () => {
  it('are answered, or refused as AWS refuses; memory does not grow', async () => {
    const tokens = createTaskTokens();
    const api = await startApi({
      tokens,
      runTask: async (request) =>
        request.resource.includes(':activity:')
          ? tokens.waitForWorker(request.resource, request)
          : null,
    });
    const { url } = api;
    makeMachine(api.registry, { Work: askWorker }, { name: 'work' });
    const each = makeMachine(api.registry, { Set: twoItems, Each: mapRun }, { name: 'each' });
    makeMachine(api.registry, { Quick: passState }, { name: 'quick', type: 'EXPRESS' });
    api.registry.publishVersion(each.arn);
    api.registry.activities.create('000000000000', 'a', 0);

    const first = await sendRandomRequests({ url, seed: 1, count: 2_000 });
    const before = heapBytes();
    const second = await sendRandomRequests({ url, seed: 2, count: 2_000 });
    const grown = heapBytes() - before;

    expect([...first.findings, ...second.findings]).toEqual([]);
    expect(api.problems).toEqual([]);
    expect(first.accepted).toBeGreaterThan(300);
    expect(first.refused).toBeGreaterThan(300);
    const reached = new Set([...first.acceptedOperations, ...second.acceptedOperations]);
    // A few need what two or three requests before them gave, and not every seed gets there.
    expect(reached.size).toBeGreaterThanOrEqual(operations.size - 5);
    expect(grown).toBeLessThan(16 * MEGABYTE);
  });
});

/** What is reachable, and nothing that waits to be collected. */
function heapBytes(): number {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
