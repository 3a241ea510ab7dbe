import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TaskFailure, type TaskRunner } from '@pipelines/asl-runtime';
import { registries } from '../../test/registries.ts';
import { makeMachine, openRegistry } from '../../test/registry-fixture.ts';
import { killRegistry } from '../../test/kill-registry.ts';
import type { Registry } from './registry.ts';
import { mapRunFile } from './state-paths.ts';

const { newRoot, open } = registries();
const wholeHistory = { from: 0, count: 1_000, isReversed: false };

const map = {
  Type: 'Map',
  Label: 'L',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'T',
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: { 'MessageBody.$': '$' },
        End: true,
      },
    },
  },
  MaxConcurrency: 1,
  End: true,
};

const failingOn =
  (bad: number): TaskRunner =>
  async ({ payload }) => {
    const { MessageBody: item } = payload as { readonly MessageBody: number };
    if (item === bad) throw new TaskFailure('E', 'c');
    return item;
  };

async function run(registry: Registry, inputText = '[1, 2, 3]') {
  const { arn: machineArn } = makeMachine(registry, { M: map });
  const { arn, execution } = registry.startExecution({ machineArn, inputText });
  await execution?.done;
  await new Promise(setImmediate);
  return { arn, machineArn };
}

describe('a Map Run', () => {
  it('and its children are known after a restart', async () => {
    const root = newRoot();
    const first = openRegistry(root, { runTask: failingOn(2) });
    const { arn, machineArn } = await run(first);
    const [before] = first.mapRuns(arn);
    await first.close();

    const second = open(root);
    const [after] = second.mapRuns(arn);
    const children = second.childExecutions(after?.arn ?? '');
    const failed = children.find(({ status }) => status === 'FAILED');

    expect(after).toEqual(before);
    expect(after).toMatchObject({
      status: 'FAILED',
      executionArn: arn,
      label: 'L',
      maxConcurrency: 1,
      itemCounts: { total: 2, succeeded: 1, failed: 1 },
      executionCounts: { total: 2 },
    });
    expect(second.mapRun(after?.arn ?? '')).toEqual(after);
    expect(children.map(({ status }) => status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
    expect(second.execution(failed?.arn ?? '')).toMatchObject({
      machineArn: `${machineArn}/L`,
      mapRunArn: after?.arn,
      itemCount: 1,
      inputText: '2',
      error: 'E',
      cause: 'c',
      redrives: [],
    });
    expect(second.history(failed?.arn ?? '', wholeHistory)?.events.at(-1)?.type).toBe(
      'ExecutionFailed',
    );
  });

  it('is redriven after a restart: what its children had done is kept', async () => {
    const root = newRoot();
    const first = openRegistry(root, { runTask: failingOn(2) });
    const { arn } = await run(first);
    const [before] = first.mapRuns(arn);
    await first.close();
    const items: unknown[] = [];
    const runTask: TaskRunner = async (request) => {
      items.push((request.payload as { readonly MessageBody: unknown }).MessageBody);
      return failingOn(0)(request);
    };

    const second = open(root, { runTask });
    const result = await second.redriveExecution(arn).execution?.done;
    await new Promise(setImmediate);

    const runs = second.mapRuns(arn);
    const children = second.childExecutions(before?.arn ?? '');
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
    expect(items).toEqual([2, 3]);
    expect(runs).toMatchObject([
      { arn: before?.arn, startMs: before?.startMs, redriveCount: 1, status: 'SUCCEEDED' },
    ]);
    expect(children).toHaveLength(3);
    expect(children.filter(({ redrives }) => redrives.length === 1)).toHaveLength(1);
    expect(() => second.redriveExecution(children[0]?.arn ?? '')).toThrow(
      'Execution is a child of a Map Run',
    );
  });

  it('whose process was killed is ABORTED, with the children that had ended', async () => {
    const root = newRoot();
    const arn = await killRegistry(root, { M: map });

    const registry = open(root);
    const status = registry.execution(arn)?.status;
    const [aborted] = registry.mapRuns(arn);

    expect([status, aborted?.status]).toEqual(['ABORTED', 'ABORTED']);
    expect(aborted?.stopMs).toBe(registry.execution(arn)?.stopMs);
    expect(aborted?.itemCounts).toMatchObject({ total: 1, succeeded: 1 });
  });

  it('that is stopped stops its children, which can be listed while they run', async () => {
    const root = newRoot();
    const runTask: TaskRunner = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const registry = open(root, { runTask });
    const { arn: machineArn } = makeMachine(registry, { M: map });
    const { arn } = registry.startExecution({ machineArn, inputText: '[1, 2]' });
    while (registry.mapRuns(arn)[0]?.executionCounts.running !== 1) {
      await new Promise(setImmediate);
    }
    const mapRunArn = registry.mapRuns(arn)[0]?.arn ?? '';
    const [child] = registry.childExecutions(mapRunArn);
    expect(registry.execution(child?.arn ?? '')).toMatchObject({
      status: 'RUNNING',
      machineArn: `${machineArn}/L`,
      inputText: '1',
      mapRunArn,
    });

    await registry.stopExecution(arn);
    await new Promise(setImmediate);

    expect(registry.mapRun(mapRunArn)?.status).toBe('ABORTED');
    expect(registry.childExecutions(mapRunArn)).toMatchObject([
      { arn: child?.arn, status: 'ABORTED' },
    ]);
    const lines = readFileSync(mapRunFile(root, mapRunArn), 'utf8').trim().split('\n');
    expect(lines.at(-1)).toContain('"status":"ABORTED"');
  });
});
