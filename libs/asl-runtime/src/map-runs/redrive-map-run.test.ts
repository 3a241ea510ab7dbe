import { parseDefinition } from '@pipelines/asl';
import { createVirtualClock, type Json } from '@pipelines/core';
import { expect, it } from '@jest/globals';
import { createEngine, TaskFailure, type MapRunChild, type TaskRunner } from '../index.ts';
import type { Execution, StartOptions } from '../execution.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000';
const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', End: true };

function optionsFor(executionType: 'STANDARD' | 'EXPRESS'): StartOptions {
  const definition = {
    StartAt: 'M',
    States: {
      M: {
        Type: 'Map',
        Label: 'L',
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: executionType },
          StartAt: 'A',
          States: { A: { Type: 'Pass', Next: 'T' }, T: task },
        },
        End: true,
      },
    },
  };
  return {
    machine: {
      arn: `${ARN}:stateMachine:m`,
      name: 'm',
      definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
      roleArn: 'arn:aws:iam::000000000000:role/r',
      type: 'STANDARD',
    },
    executionArn: `${ARN}:execution:m:e`,
    name: 'e',
    inputText: '[1, 2, 3, 4]',
  };
}

/** The children that end, by index; the run is there after the turn in which it began. */
function follow(execution: Execution): Map<number, MapRunChild> {
  const children = new Map<number, MapRunChild>();
  execution.subscribe(({ type }) => {
    if (!/^MapRun(Started|Redriven)$/.test(type)) return;
    queueMicrotask(() =>
      execution.mapRuns()[0]?.subscribe((change) => {
        if (change.type === 'childEnded') children.set(change.child.index, change.child);
      }),
    );
  });
  return children;
}

it.each(['STANDARD', 'EXPRESS'] as const)(
  'a redriven Map Run runs unsuccessful %s children again, and those that had not started',
  async (type) => {
    const clock = createVirtualClock(0);
    const options = optionsFor(type);
    const inputs: Json[] = [];
    let isBroken = true;
    const runTask: TaskRunner = async ({ payload }) => {
      inputs.push(payload);
      if (isBroken && payload === 2) throw new TaskFailure('E');
      return payload;
    };
    const engine = createEngine({ clock, runTask });
    const failed = engine.start(options);
    const before = follow(failed);
    await clock.runUntil(failed.done);
    await clock.advanceBy(60_000);
    const [run] = failed.mapRuns();
    isBroken = false;

    const redriven = engine.redrive({
      ...options,
      history: failed.history(),
      priorMapRun: (arn) =>
        arn === run?.arn
          ? { startMs: run.startMs, limits: { ...run, maxConcurrency: 2 }, children: before }
          : undefined,
    });
    const after = follow(redriven);
    const result = await clock.runUntil(redriven.done);

    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3,4]' });
    expect(inputs).toEqual([1, 2, 2, 3, 4]);
    expect(redriven.mapRuns()).toMatchObject([
      { arn: run?.arn, startMs: 0, redriveCount: 1, redriveMs: 60_000, maxConcurrency: 2 },
    ]);
    expect(redriven.mapRuns()[0]?.facts()).toMatchObject({
      status: 'SUCCEEDED',
      itemCounts: { total: 4, succeeded: 4, failed: 0 },
    });
    const isSameChild = after.get(1)?.arn === before.get(1)?.arn;
    expect([isSameChild, after.get(1)?.redriveCount]).toEqual(
      type === 'STANDARD' ? [true, 1] : [false, 0],
    );
    expect(after.get(1)?.history?.some((event) => event.type === 'ExecutionRedriven')).toBe(
      type === 'STANDARD',
    );
    expect([...after.keys()]).toEqual([1, 2, 3]);
  },
);

it('a redriven Map Run of which nothing is known runs all its items', async () => {
  const clock = createVirtualClock(0);
  const inputs: Json[] = [];
  const options = optionsFor('STANDARD');
  const failing = createEngine({ clock, runTask: () => Promise.reject(new TaskFailure('E')) });
  const failed = failing.start(options);
  await clock.runUntil(failed.done);
  const runTask: TaskRunner = async ({ payload }) => inputs.push(payload);

  const redriven = createEngine({ clock, runTask }).redrive({
    ...options,
    history: failed.history(),
  });
  await clock.runUntil(redriven.done);

  expect(inputs).toEqual([1, 2, 3, 4]);
});
