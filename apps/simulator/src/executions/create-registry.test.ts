import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { longWait, makeMachine, openRegistry, passState } from '../../test/registry-fixture.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { Registry } from './registry.ts';
import { executionFile } from './state-paths.ts';

const folder = temporaryFolder();
const opened: Registry[] = [];
let count = 0;

const newRoot = (): string => path.join(folder, String(count++));

function open(root: string, options: Parameters<typeof openRegistry>[1] = {}): Registry {
  const registry = openRegistry(root, options);
  opened.push(registry);
  return registry;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((registry) => registry.close()));
});

const wholeHistory = { from: 0, count: 1_000, isReversed: false };

describe('a machine', () => {
  it('is created once for the same definition', () => {
    const registry = open(newRoot());
    const first = makeMachine(registry, { A: passState });

    const second = makeMachine(registry, { A: passState });

    expect(second).toBe(first);
    expect(first.arn).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:machine');
  });

  it('is refused under a name that another definition has', () => {
    const registry = open(newRoot());
    const { arn } = makeMachine(registry, { A: passState });

    const create = (): unknown => makeMachine(registry, { B: passState });

    expect(create).toThrow(
      expect.objectContaining({
        name: 'StateMachineAlreadyExists',
        message: `State Machine Already Exists: '${arn}'`,
      }),
    );
  });

  it('is refused when its definition is', () => {
    const registry = open(newRoot());

    const create = (): unknown => makeMachine(registry, { A: { Type: 'Pass' } });

    expect(create).toThrow(expect.objectContaining({ name: 'InvalidDefinition' }));
    expect(create).toThrow(/^Invalid State Machine Definition: '/);
  });

  it('is replaced when the repository deploys it again', () => {
    const registry = open(newRoot());
    const old = makeMachine(registry, { A: passState });
    const definitionText = JSON.stringify({ StartAt: 'B', States: { B: passState } });

    registry.deployMachine({ ...old, accountId: '000000000000', definitionText });

    expect(registry.machine(old.arn)?.definitionText).toBe(definitionText);
    expect(registry.machine(old.arn)?.createdMs).toBe(old.createdMs);
  });

  it('is there after a restart, and belongs to its account', async () => {
    const root = newRoot();
    const before = openRegistry(root);
    makeMachine(before, { A: passState }, { name: 'Mine', accountId: '111111111111' });
    await before.close();

    const after = open(root);

    expect(after.accounts()).toEqual(['111111111111']);
    expect(after.machines('111111111111').map(({ name }) => name)).toEqual(['Mine']);
    expect(after.machines('000000000000')).toEqual([]);
  });
});

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
      status: 'SUCCEEDED',
      startMs: 1_000,
      stopMs: 1_000,
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

describe('a process that ends', () => {
  it('aborts what runs when it is stopped', async () => {
    const root = newRoot();
    const registry = openRegistry(root);
    const { arn } = makeMachine(registry, { A: longWait });
    const started = registry.startExecution({ machineArn: arn, inputText: '{}' });

    await registry.close();

    expect(open(root).execution(started.arn)).toMatchObject({
      status: 'ABORTED',
      cause: 'The simulator was stopped.',
    });
  });

  it('leaves its execution ABORTED with a clear cause when it is killed, also with a torn line', async () => {
    const root = newRoot();
    const arn = await startAndKill(root);
    appendFileSync(executionFile(root, arn), '{"id":3,"previous');

    const record = open(root).execution(arn);
    const history = open(root).history(arn, wholeHistory);

    expect(record).toMatchObject({
      status: 'ABORTED',
      error: 'Simulator.ProcessEnded',
      cause: 'The simulator process that ran this execution ended before the execution did.',
    });
    expect(history?.events.map(({ id, type }) => `${id} ${type}`)).toEqual([
      '1 ExecutionStarted',
      '2 WaitStateEntered',
      '3 ExecutionAborted',
    ]);
  });
});

describe('the files', () => {
  it('are for their owner alone', async () => {
    const root = newRoot();
    const registry = open(root);
    const { arn } = makeMachine(registry, { A: passState });
    await registry.startExecution({ machineArn: arn, inputText: '{}' }).execution?.done;

    const modes = readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => {
      const { mode } = statSync(path.join(entry.parentPath, entry.name));
      return `${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`;
    });
    expect(new Set(modes)).toEqual(new Set(['folder 700', 'file 600']));
    expect(statSync(root).mode & 0o777).toBe(0o700);
  });

  it('that cannot be written leave the execution in memory, and are reported once', async () => {
    const root = newRoot();
    const problems: string[] = [];
    const registry = open(root, { problems });
    const { arn } = makeMachine(registry, { A: longWait });
    const started = registry.startExecution({ machineArn: arn, name: 'lost', inputText: '{}' });
    await new Promise(setImmediate);
    const file = executionFile(root, started.arn);
    // A folder in the place of the file: no system lets anyone append to it, not even root.
    rmSync(file);
    mkdirSync(file);

    await registry.stopExecution(started.arn);

    expect(registry.execution(started.arn)).toMatchObject({ status: 'ABORTED' });
    expect(problems).toEqual([expect.stringContaining(`The history of ${started.arn} cannot be`)]);
  });
});

/** Start a long execution in a process of its own and kill that. */
async function startAndKill(root: string): Promise<string> {
  const fixture = path.join(import.meta.dirname, '../../test/registry-fixture.ts');
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { openRegistry, makeMachine, longWait } = await import(${JSON.stringify(fixture)});
       const registry = openRegistry(${JSON.stringify(root)});
       const { arn } = makeMachine(registry, { A: longWait });
       const started = registry.startExecution({ machineArn: arn, inputText: '{}' });
       setImmediate(() => setImmediate(() => console.log(started.arn)));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [arn] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return arn.toString().trim();
}
