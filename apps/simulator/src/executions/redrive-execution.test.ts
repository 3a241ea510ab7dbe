import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TaskFailure } from '@pipelines/asl-runtime';
import { systemClock } from '@pipelines/core';
import { registries } from '../../test/registries.ts';
import { longWait, makeMachine, passState } from '../../test/registry-fixture.ts';
import { openMocks } from '../services/mocks.ts';
import { createTaskRunner } from '../services/task-runner.ts';
import { executionFile } from './state-paths.ts';

const { newRoot, open } = registries();
const wholeHistory = { from: 0, count: 1_000, isReversed: false };
const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage',
  Parameters: { QueueUrl: 'q' },
  End: true,
};

describe('a redrive', () => {
  it('works after a restart, also of an execution that was aborted by it', async () => {
    const root = newRoot();
    const first = open(root);
    const { arn: machineArn } = makeMachine(first, {
      A: { Type: 'Pass', Result: 1, Next: 'W' },
      W: { Type: 'Wait', Seconds: 1, End: true },
    });
    const { arn } = first.startExecution({ machineArn, inputText: '{}' });
    await new Promise(setImmediate);
    await first.close();

    const second = open(root);
    const result = await second.redriveExecution(arn).execution?.done;
    await second.close();

    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '1' });
    const third = open(root);
    expect(third.execution(arn)).toMatchObject({
      status: 'SUCCEEDED',
      outputText: '1',
      redrives: [{ eventId: 6 }],
    });
    expect(third.history(arn, wholeHistory)?.events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'WaitStateEntered',
      'ExecutionAborted',
      'ExecutionRedriven',
      'WaitStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('runs the machine as it was when the execution started', async () => {
    const runTask = () => Promise.reject(new TaskFailure('E'));
    const registry = open(newRoot(), { runTask });
    const { arn: machineArn } = makeMachine(registry, { A: task });
    const { arn, execution } = registry.startExecution({ machineArn, inputText: '{}' });
    await execution?.done;
    registry.updateMachine(machineArn, {
      definitionText: JSON.stringify({ StartAt: 'B', States: { B: passState } }),
    });

    const result = await registry.redriveExecution(arn).execution?.done;

    expect(result).toMatchObject({ status: 'FAILED', error: 'E' });
  });

  it('is shown by other processes on the same folder, which then cannot redrive it', async () => {
    const root = newRoot();
    const one = open(root);
    const other = open(root);
    const { arn: machineArn } = makeMachine(one, { A: longWait });
    const { arn } = one.startExecution({ machineArn, inputText: '{}' });
    await one.stopExecution(arn);
    expect(other.executions(machineArn)).toMatchObject([{ status: 'ABORTED', redrives: [] }]);

    one.redriveExecution(arn);
    expect(() => other.redriveExecution(arn)).toThrow(
      "Execution Not Redrivable: 'Execution is RUNNING and cannot be redriven'",
    );
    while (other.executions(machineArn)[0]?.status === 'ABORTED') {
      await new Promise(setImmediate);
    }

    expect(other.executions(machineArn)).toMatchObject([{ status: 'RUNNING' }]);
    expect(other.executions(machineArn)[0]?.redrives).toHaveLength(1);
  });

  it('that a process did not live to begin is none, and its copy of the file is no hindrance', async () => {
    const root = newRoot();
    const registry = open(root);
    const { arn: machineArn } = makeMachine(registry, { A: longWait });
    const { arn } = registry.startExecution({ machineArn, inputText: '{}' });
    await registry.stopExecution(arn);
    const file = executionFile(root, arn);
    const [header = '', ...events] = readFileSync(file, 'utf8').split('\n');
    const redrives = [{ eventId: events.length, ms: 1 }];
    const taken = JSON.stringify({ ...(JSON.parse(header) as object), owner: 'dead', redrives });
    writeFileSync(file, [taken, ...events].join('\n'));
    writeFileSync(`${file}.redriving`, '{"owner":"dead"}\n');

    expect(registry.execution(arn)?.redrives).toEqual([]);
    registry.redriveExecution(arn);
    await registry.stopExecution(arn);

    expect(registry.execution(arn)?.redrives).toHaveLength(1);
  });

  it('goes on with the attempts of the mock file', async () => {
    const root = newRoot();
    const file = path.join(root, '../mocks.json');
    writeFileSync(
      file,
      JSON.stringify({
        StateMachines: { mocked: { TestCases: { Bad: { A: 'answers' } } } },
        MockedResponses: {
          answers: { '0': { Throw: { Error: 'E', Cause: 'c' } }, '1': { Return: 2 } },
        },
      }),
    );
    const mocks = openMocks(file);
    const functions = { invoke: () => Promise.reject(new Error()) };
    const runTask = createTaskRunner({ functions, clock: systemClock, mocks });
    const registry = open(root, { mocks, runTask });
    const { arn: machineArn } = makeMachine(registry, { A: task }, { name: 'mocked' });
    const request = { machineArn, inputText: '{}', testCase: 'Bad' };
    const { arn, execution } = registry.startExecution(request);
    expect(await execution?.done).toMatchObject({ status: 'FAILED', error: 'E' });

    const result = await registry.redriveExecution(arn).execution?.done;

    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '2' });
  });
});
