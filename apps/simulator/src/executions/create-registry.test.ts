import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { registries } from '../../test/registries.ts';
import { longWait, makeMachine, passState } from '../../test/registry-fixture.ts';

const { newRoot, open } = registries();
const wholeHistory = { from: 0, count: 1_000, isReversed: false };

describe('an execution', () => {
  it('is described by its history when it has ended', async () => {
    const registry = open(newRoot(), { clock: createVirtualClock(1_000) });
    const { arn } = makeMachine(registry, { A: passState });

    const { execution } = registry.startExecution({
      machineArn: arn,
      name: 'run',
      inputText: '{"a": 1}',
    });
    await execution?.done;

    expect(registry.execution(execution?.arn ?? '')).toEqual({
      arn: 'arn:aws:states:us-east-1:000000000000:execution:machine:run',
      name: 'run',
      machineArn: arn,
      revision: expect.any(String),
      status: 'SUCCEEDED',
      startMs: 1_000,
      stopMs: 1_000,
      eventCount: 4,
      redrives: [],
      inputText: '{"a": 1}',
      outputText: '{"a": 1}',
    });
  });

  it('shows its history the same way while it runs, when it has ended, and after a restart', async () => {
    const root = newRoot();
    const registry = open(root);
    const { arn } = makeMachine(registry, { A: longWait });
    const { execution, ...started } = registry.startExecution({ machineArn: arn, inputText: '{}' });
    await new Promise(setImmediate);
    const running = registry.history(started.arn, wholeHistory);

    await registry.stopExecution(started.arn, 'Stopped', 'by the test');
    const ended = registry.history(started.arn, wholeHistory);

    expect(running?.events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
    ]);
    expect(ended?.events.slice(0, 2)).toEqual(running?.events);
    expect(ended?.events).toEqual(execution?.history());
    expect(open(root).history(started.arn, wholeHistory)).toEqual(ended);
  });

  it('gives pages from both ends', async () => {
    const registry = open(newRoot());
    const { arn } = makeMachine(registry, { A: passState });
    const { execution, ...started } = registry.startExecution({ machineArn: arn, inputText: '{}' });
    await execution?.done;
    const idsOf = (from: number, isReversed: boolean): number[] | undefined =>
      registry.history(started.arn, { from, count: 3, isReversed })?.events.map(({ id }) => id);

    expect([idsOf(0, false), idsOf(3, false), idsOf(6, false)]).toEqual([[1, 2, 3], [4], []]);
    expect([idsOf(0, true), idsOf(3, true), idsOf(6, true)]).toEqual([[4, 3, 2], [1], []]);
  });

  it('is aborted with the given reason when it is stopped', async () => {
    const registry = open(newRoot());
    const { arn } = makeMachine(registry, { A: longWait });
    const started = registry.startExecution({ machineArn: arn, inputText: '{}' });

    const { stopMs } = await registry.stopExecution(started.arn, 'Enough', 'for today');

    expect(registry.execution(started.arn)).toMatchObject({
      status: 'ABORTED',
      stopMs,
      error: 'Enough',
      cause: 'for today',
    });
    expect(await registry.stopExecution(started.arn)).toEqual({ stopMs });
  });

  it('shows neither error nor cause when it timed out', async () => {
    const clock = createVirtualClock(0);
    const registry = open(newRoot(), { clock });
    const definitionText = JSON.stringify({
      TimeoutSeconds: 5,
      StartAt: 'A',
      States: { A: longWait },
    });
    const facts = { accountId: '000000000000', type: 'STANDARD' as const, roleArn: 'role' };
    const { arn } = registry.createMachine({ ...facts, name: 'slow', definitionText });
    const { execution, ...started } = registry.startExecution({ machineArn: arn, inputText: '{}' });

    if (execution) await clock.runUntil(execution.done);

    const record = registry.execution(started.arn);
    expect(record).toMatchObject({ status: 'TIMED_OUT', startMs: 0, stopMs: 5_000 });
    expect(record).not.toHaveProperty('error');
    expect(record).not.toHaveProperty('cause');
  });

  it('is unknown under another name', () => {
    const registry = open(newRoot());
    const machine = makeMachine(registry, { A: passState });
    registry.startExecution({ machineArn: machine.arn, name: 'run', inputText: '{}' });

    const unknown = [
      'arn:aws:states:us-east-1:000000000000:execution:machine:none',
      'arn:aws:states:eu-west-1:000000000000:execution:machine:run',
      'arn:aws:states:us-east-1:000000000000:execution:machine:run:1',
    ];

    expect(unknown.map((arn) => registry.execution(arn))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(registry.history(unknown[0] ?? '', wholeHistory)).toBeUndefined();
  });

  it('is refused when its input is not JSON, without a word of it', () => {
    const registry = open(newRoot());
    const { arn } = makeMachine(registry, { A: passState });

    const start = (): unknown =>
      registry.startExecution({ machineArn: arn, inputText: '{"ssn":"900-12-3456"' });

    expect(start).toThrow(expect.objectContaining({ name: 'InvalidExecutionInput' }));
    expect(start).toThrow(/^[^0-9]*$/);
    expect(registry.executions(arn)).toEqual([]);
  });
});

describe('the name of an execution', () => {
  it('gives the same running execution for the same input', async () => {
    const registry = open(newRoot());
    const { arn } = makeMachine(registry, { A: longWait });
    const request = { machineArn: arn, name: 'once', inputText: '{}' };
    const first = registry.startExecution(request);

    const second = registry.startExecution(request);

    expect(second).toEqual(first);
  });

  it.each([
    ['runs with another input', longWait, '{"b":2}'],
    ['has ended', passState, '{}'],
  ])('is refused when its execution %s', async (_, state, inputText) => {
    const registry = open(newRoot());
    const { arn } = makeMachine(registry, { A: state });
    const first = registry.startExecution({ machineArn: arn, name: 'once', inputText: '{}' });
    await new Promise(setImmediate);

    const start = (): unknown =>
      registry.startExecution({ machineArn: arn, name: 'once', inputText });

    expect(start).toThrow(
      expect.objectContaining({
        name: 'ExecutionAlreadyExists',
        message: `Execution Already Exists: '${first.arn}'`,
      }),
    );
  });
});

describe('a list of executions', () => {
  it('is newest first and holds one machine alone', async () => {
    const clock = createVirtualClock(0);
    const registry = open(newRoot(), { clock });
    const { arn } = makeMachine(registry, { A: passState });
    const other = makeMachine(registry, { A: passState }, { name: 'other' });
    registry.startExecution({ machineArn: arn, name: 'one', inputText: '{}' });
    await clock.advanceBy(1_000);
    registry.startExecution({ machineArn: arn, name: 'two', inputText: '{}' });
    registry.startExecution({ machineArn: other.arn, name: 'three', inputText: '{}' });
    await clock.advanceBy(1_000);

    const names = registry.executions(arn).map(({ name, status }) => `${name} ${status}`);

    expect(names).toEqual(['two SUCCEEDED', 'one SUCCEEDED']);
  });

  it('holds what another process wrote into the same folder', async () => {
    const root = newRoot();
    const here = open(root);
    const there = open(root);
    const { arn } = makeMachine(here, { A: longWait });
    expect(here.executions(arn)).toEqual([]);

    const started = there.startExecution({ machineArn: arn, name: 'there', inputText: '{}' });
    await new Promise(setImmediate);

    expect(here.executions(arn)).toMatchObject([{ arn: started.arn, status: 'RUNNING' }]);
    await expect(here.stopExecution(started.arn)).rejects.toThrow('runs in another process');
    await there.stopExecution(started.arn);
    expect(here.executions(arn)).toMatchObject([{ arn: started.arn, status: 'ABORTED' }]);
  });
});
