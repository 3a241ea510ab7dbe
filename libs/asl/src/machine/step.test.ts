import { describe, expect, it } from '@jest/globals';
import { drive, START_MS, TEST_HOST } from '../../test/drive.ts';
import { createExecutionState, parseDefinition, step } from '../index.ts';

const onePass = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

function newExecution(definition: object) {
  return createExecutionState({
    definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
    type: 'STANDARD',
    machineArn: 'arn:m',
    machineName: 'm',
    roleArn: 'arn:r',
    executionArn: 'arn:e',
    executionName: 'e',
    region: 'us-east-1',
    host: TEST_HOST,
    inputText: '{}',
  });
}

describe('step', () => {
  it('writes the events of a Pass with ids from 1 and the first state after event 0', () => {
    const { history, end } = drive(onePass, { inputText: '{"a": 1}' });

    expect(history).toEqual([
      {
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        timestampMs: START_MS,
        executionStartedEventDetails: {
          input: '{"a": 1}',
          inputDetails: { truncated: false },
          roleArn: 'arn:aws:iam::000000000000:role/r',
        },
      },
      {
        id: 2,
        previousEventId: 0,
        type: 'PassStateEntered',
        timestampMs: START_MS,
        stateEnteredEventDetails: {
          name: 'A',
          input: '{"a": 1}',
          inputDetails: { truncated: false },
        },
      },
      {
        id: 3,
        previousEventId: 2,
        type: 'PassStateExited',
        timestampMs: START_MS,
        stateExitedEventDetails: {
          name: 'A',
          output: '{"a": 1}',
          outputDetails: { truncated: false },
        },
      },
      {
        id: 4,
        previousEventId: 3,
        type: 'ExecutionSucceeded',
        timestampMs: START_MS,
        executionSucceededEventDetails: {
          output: '{"a": 1}',
          outputDetails: { truncated: false },
        },
      },
    ]);
    expect(end).toEqual({ status: 'SUCCEEDED', output: '{"a": 1}' });
  });

  it('leaves the state that it was given as it was', () => {
    const before = newExecution(onePass);
    const copy = structuredClone({ ...before, settings: undefined });

    step(before, { type: 'start', nowMs: 0 });

    expect({ ...before, settings: undefined }).toEqual(copy);
  });

  it('gives the same effects for the same state and event', () => {
    const before = newExecution(onePass);

    const [, first] = step(before, { type: 'start', nowMs: 5 });
    const [, second] = step(before, { type: 'start', nowMs: 5 });

    expect(first).toEqual(second);
  });

  it('starts once, and hears nothing after the end', () => {
    const [ended] = step(newExecution(onePass), { type: 'start', nowMs: 0 });

    const again = step(ended, { type: 'start', nowMs: 1 });
    const stopped = step(ended, { type: 'stop', nowMs: 1 });

    expect(again).toEqual([ended, []]);
    expect(stopped).toEqual([ended, []]);
  });

  it('changes nothing for a task or a timer that it does not wait for', () => {
    const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 9, End: true } } };
    const [waiting] = step(newExecution(wait), { type: 'start', nowMs: 0 });

    const events = [
      { type: 'taskSucceeded', taskId: '1/77', output: null, nowMs: 1 },
      { type: 'taskFailed', taskId: '9/1', error: 'E', cause: undefined, nowMs: 1 },
      { type: 'taskStarted', taskId: '1/2', nowMs: 1 },
      { type: 'taskSubmitted', taskId: '1/2', output: null, nowMs: 1 },
      { type: 'taskHeartbeat', taskId: '1/2', nowMs: 1 },
      { type: 'timerFired', timerId: '1/99', nowMs: 1 },
      { type: 'timerFired', timerId: '99/1', nowMs: 1 },
    ] as const;
    const effects = events.map((event) => step(waiting, event)[1]);

    expect(effects).toEqual([[], [], [], [], [], [], []]);
  });

  it('hands over after 256 states and goes on with continue', () => {
    const loop = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'A' }, Z: { Type: 'Succeed' } },
    };
    const definition = {
      ...loop,
      States: {
        ...loop.States,
        A: {
          Type: 'Choice',
          Choices: [{ Variable: '$.n', IsPresent: true, Next: 'Z' }],
          Default: 'A',
        },
      },
    };

    const [looping, effects] = step(newExecution(definition), { type: 'start', nowMs: 0 });
    const [, more] = step(looping, { type: 'continue', nowMs: 1 });

    expect(effects).toHaveLength(1 + 2 * 256 + 1);
    expect(effects.at(-1)).toEqual({ type: 'continue' });
    expect(more).toHaveLength(2 * 256 + 1);
  });

  it('ends an endless loop with event 25 000, which is the failure', () => {
    const loop = {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Choice',
          Choices: [{ Variable: '$.stop', IsPresent: true, Next: 'Z' }],
          Default: 'A',
        },
        Z: { Type: 'Succeed' },
      },
    };

    const { history, end } = drive(loop);

    expect(history).toHaveLength(25_000);
    expect(history.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
  });

  it('is aborted before its next state when it is told so, and else ends as it would', () => {
    const stop = { type: 'stopAtNextState', nowMs: START_MS + 1 } as const;
    const wait = { Type: 'Wait', Seconds: 9 };
    const two = { StartAt: 'W', States: { W: { ...wait, Next: 'A' }, ...onePass.States } };
    const one = { StartAt: 'W', States: { W: { ...wait, End: true } } };

    const stopped = drive(two, { events: [stop] });

    expect(stopped.types.slice(-2)).toEqual(['WaitStateExited', 'ExecutionAborted']);
    expect(stopped.end).toEqual({ status: 'ABORTED' });
    expect(drive(one, { events: [stop] }).end?.status).toBe('SUCCEEDED');
  });

  it('ends as ABORTED on stop, with one event after event 0 and its wait cancelled', () => {
    const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
    const stop = { type: 'stop', nowMs: START_MS + 5_000 } as const;

    const { types, previousIds, history, end, openTimers } = drive(wait, { events: [stop] });

    expect(types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
    expect(previousIds).toEqual([0, 0, 0]);
    expect(history[2]?.executionAbortedEventDetails).toEqual({});
    expect(end).toEqual({ status: 'ABORTED' });
    expect(openTimers).toBe(0);
  });

  it('keeps the error and cause of a stop', () => {
    const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
    const stop = { type: 'stop', error: 'Enough', cause: 'by hand', nowMs: START_MS } as const;

    const { end } = drive(wait, { events: [stop] });

    expect(end).toEqual({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
  });

  it('times out after the machine’s TimeoutSeconds without error and cause', () => {
    const wait = {
      TimeoutSeconds: 5,
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 60, End: true } },
    };

    const { end, history, nowMs } = drive(wait);

    expect(end).toEqual({ status: 'TIMED_OUT' });
    expect(nowMs).toBe(START_MS + 5_000);
    expect(history.at(-1)).toMatchObject({
      previousEventId: 0,
      type: 'ExecutionTimedOut',
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it('cancels the machine’s timer when it ends before', () => {
    const { end, openTimers } = drive({ ...onePass, TimeoutSeconds: 5 });

    expect(end?.status).toBe('SUCCEEDED');
    expect(openTimers).toBe(0);
  });

  it('gives an express execution five minutes at most', () => {
    const wait = {
      TimeoutSeconds: 3_600,
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 3_000, End: true } },
    };

    const { end, nowMs } = drive(wait, { type: 'EXPRESS' });

    expect(end?.status).toBe('TIMED_OUT');
    expect(nowMs).toBe(START_MS + 300_000);
  });

  it('fails a state whose output needs more than 262 144 bytes in UTF-8', () => {
    const large = (text: string) => ({
      StartAt: 'A',
      States: { A: { Type: 'Pass', Result: text, End: true } },
    });

    const fits = drive(large('é'.repeat(131_071)));
    const over = drive(large('é'.repeat(131_072)));

    expect(fits.end?.status).toBe('SUCCEEDED');
    expect(over.types).toEqual(['ExecutionStarted', 'PassStateEntered', 'ExecutionFailed']);
    expect(over.end).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});
