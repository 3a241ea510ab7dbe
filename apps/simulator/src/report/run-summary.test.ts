import { describe, expect, it } from '@jest/globals';
import { RUN_START_MS, runRecorded, startRecorded, task } from '../../test/recorded-run.ts';
import { summarizeRun } from './run-summary.ts';

const workingStates = ['ValidateConfig', 'ExecuteTask01', 'ExecuteTask02'];

describe('summarizeRun', () => {
  it('takes times, results and output of a success from the history', async () => {
    const history = await runRecorded([
      task.validated(1),
      task.copied(2, 15_234),
      task.updated(4, 8_432),
    ]);

    const summary = summarizeRun(history, workingStates);

    expect(summary).toMatchObject({
      status: 'SUCCEEDED',
      startMs: RUN_START_MS,
      stopMs: RUN_START_MS + 7_000,
      output: { task02Result: { body: { result: { updated_rows: 8_432 } } } },
      states: [
        { name: 'ValidateConfig', status: 'SUCCEEDED', enteredMs: RUN_START_MS },
        {
          name: 'ExecuteTask01',
          status: 'SUCCEEDED',
          enteredMs: RUN_START_MS + 1_000,
          exitedMs: RUN_START_MS + 3_000,
          result: { status: 'success', task: 'TASK_01', result: { affected_rows: 15_234 } },
        },
        { name: 'ExecuteTask02', status: 'SUCCEEDED', exitedMs: RUN_START_MS + 7_000 },
      ],
    });
  });

  it('forgets the failure of an attempt that a retry cured', async () => {
    const history = await runRecorded([
      task.validated(0),
      task.failed(1, 'Task01ExecutionError', 'deadlock'),
      task.copied(1, 3),
      task.updated(0, 3),
    ]);

    const [, copied] = summarizeRun(history, workingStates).states;

    expect(copied).toEqual({
      name: 'ExecuteTask01',
      status: 'SUCCEEDED',
      enteredMs: RUN_START_MS,
      exitedMs: RUN_START_MS + 7_000,
      result: { status: 'success', task: 'TASK_01', result: { affected_rows: 3 } },
    });
  });

  it('calls a state failed although a Catch led on, and keeps the machine’s own error', async () => {
    const history = await runRecorded([
      task.failed(0, 'ConfigValidationError', 'Missing POSTGRES_HOST'),
    ]);

    const summary = summarizeRun(history, workingStates);

    expect(summary.status).toBe('FAILED');
    expect(summary.error).toBe('ConfigValidationError');
    expect(summary.states).toEqual([
      {
        name: 'ValidateConfig',
        status: 'FAILED',
        enteredMs: RUN_START_MS,
        exitedMs: RUN_START_MS,
        errorMessage: 'Missing POSTGRES_HOST',
      },
    ]);
  });

  it('calls a task that overran its TimeoutSeconds failed by States.Timeout', async () => {
    const history = await runRecorded([task.validated(0), task.copied(1_000, 1)]);

    const summary = summarizeRun(history, workingStates);

    expect(summary.error).toBe('Task01TimeoutError');
    expect(summary.states[1]).toMatchObject({
      status: 'FAILED',
      exitedMs: RUN_START_MS + 900_000,
      errorMessage: 'States.Timeout',
    });
  });

  it('ends a running state with the execution that was stopped', async () => {
    const { execution, clock } = startRecorded([task.validated(0), task.copied(60, 1)]);
    await clock.advanceBy(10_000);

    execution.stop('Simulator.Stopped', 'Stopped by SIGINT');
    await execution.done;

    const summary = summarizeRun(execution.history(), workingStates);
    expect(summary.status).toBe('ABORTED');
    expect(summary.states[1]).toEqual({
      name: 'ExecuteTask01',
      status: 'ABORTED',
      enteredMs: RUN_START_MS,
      exitedMs: RUN_START_MS + 10_000,
      errorMessage: 'Stopped by SIGINT',
    });
  });

  it('says RUNNING as long as the history has no end', async () => {
    const history = await runRecorded([task.validated(0), task.copied(1, 1), task.updated(1, 1)]);
    const firstEntered = history.findIndex(({ type }) => type === 'TaskStateEntered');

    const summary = summarizeRun(history.slice(0, firstEntered + 1), workingStates);

    expect(summary.status).toBe('RUNNING');
    expect(summary.states).toEqual([
      { name: 'ValidateConfig', status: 'RUNNING', enteredMs: RUN_START_MS },
    ]);
  });

  it('keeps apart the events of states that run at the same time', () => {
    const at = { timestampMs: 0 };
    const history = [
      { id: 1, previousEventId: 0, type: 'ExecutionStarted', ...at },
      { id: 2, previousEventId: 1, type: 'TaskStateEntered', ...at, ...entered('A') },
      { id: 3, previousEventId: 1, type: 'TaskStateEntered', ...at, ...entered('B') },
      { id: 4, previousEventId: 2, type: 'TaskFailed', ...at, taskFailedEventDetails: call('E') },
      { id: 5, previousEventId: 3, type: 'TaskStateExited', timestampMs: 5, ...exited('B') },
      { id: 6, previousEventId: 4, type: 'TaskStateExited', timestampMs: 6, ...exited('A') },
    ];

    const { states } = summarizeRun(history, ['A', 'B']);

    expect(states).toEqual([
      { name: 'A', status: 'FAILED', enteredMs: 0, exitedMs: 6, errorMessage: 'E' },
      { name: 'B', status: 'SUCCEEDED', enteredMs: 0, exitedMs: 5, result: 1 },
    ]);
  });
});

function entered(name: string) {
  return { stateEnteredEventDetails: { name, input: '{}', inputDetails: { truncated: false } } };
}

function exited(name: string) {
  return { stateExitedEventDetails: { name, output: '1', outputDetails: { truncated: false } } };
}

function call(error: string) {
  return { resourceType: 'lambda', resource: 'invoke', error };
}
