import type { HistoryEvent } from '@pipelines/asl';
import { describe, expect, it } from '@jest/globals';
import { type RecordedTask, runRecorded, RUN_START_MS, task } from './recorded-run.ts';

const broken = task.failed(0, 'Task01ExecutionError', 'Step "copy-to-temp" failed');
const outOfTime = task.failed(840, 'TaskTimeoutError', 'the 840 s are used up');

/** Seconds after the start at which TASK_01 was called: every call but the first, the validation's. */
function secondsOfCalls(history: readonly HistoryEvent[]): readonly number[] {
  return history
    .filter(({ type }) => type === 'TaskScheduled')
    .slice(1)
    .map(({ timestampMs }) => (timestampMs - RUN_START_MS) / 1_000);
}

/** The Fail state that a run ends in, with its error and cause. */
function endOf(history: readonly HistoryEvent[]) {
  const entered = history.findLast(({ type }) => type === 'FailStateEntered');
  const failed = history.findLast(({ type }) => type === 'ExecutionFailed');
  return {
    state: entered?.stateEnteredEventDetails?.name,
    error: failed?.executionFailedEventDetails?.error,
    cause: failed?.executionFailedEventDetails?.cause,
  };
}

const runWith = (...calls: RecordedTask[]): Promise<readonly HistoryEvent[]> =>
  runRecorded([task.validated(0), ...calls]);

/** Seconds between the last three calls. */
function retriesOf(history: readonly HistoryEvent[]): readonly number[] {
  const calls = secondsOfCalls(history).slice(-3);
  return calls.slice(1).map((second, index) => second - (calls[index] ?? 0));
}

describe('etl-pipeline-full on a virtual clock', () => {
  const updated = [task.validated(0), task.copied(0, 1), task.updated(0, 1)];
  const inserted = [...updated, task.inserted(0, 1)];
  const runFull = (...calls: RecordedTask[]): Promise<readonly HistoryEvent[]> =>
    runRecorded(calls, 'etl-pipeline-full');

  it('succeeds when every state does', async () => {
    const history = await runFull(...inserted, task.settled(0, 1));

    expect(history.at(-1)?.type).toBe('ExecutionSucceeded');
    const output = JSON.parse(
      history.at(-1)?.executionSucceededEventDetails?.output ?? '',
    ) as unknown;
    expect(output).toMatchObject({
      task03Result: { body: { result: { inserted_rows: 1 } } },
      statusesResult: { body: { result: { updated_rows: 1 } } },
    });
  });

  it.each([
    ['Task03', 'Task03ExecutionError', updated],
    ['UpdateStatuses', 'UpdateStatusesExecutionError', inserted],
  ])('ends a failing %s in its Failed state after two retries', async (prefix, error, before) => {
    const failure = task.failed(0, error, 'Disk is full');

    const history = await runFull(...before, failure, failure, failure);

    expect(retriesOf(history)).toEqual([5, 10]);
    expect(endOf(history)).toMatchObject({ state: `${prefix}Failed`, error });
    expect(endOf(history).cause).toContain('Disk is full');
  });

  it.each([
    ['Task03', 'used up its time', updated, outOfTime],
    ['Task03', 'never answers', updated, task.inserted(10_000, 1)],
    ['UpdateStatuses', 'used up its time', inserted, outOfTime],
    ['UpdateStatuses', 'never answers', inserted, task.settled(10_000, 1)],
  ])('ends a %s that %s in its Timeout state, without a retry', async (prefix, _, before, call) => {
    const history = await runFull(...before, call, task.settled(0, 1));

    expect(secondsOfCalls(history)).toHaveLength(before.length);
    expect(endOf(history)).toMatchObject({
      state: `${prefix}Timeout`,
      error: `${prefix}TimeoutError`,
    });
  });
});

describe('etl-pipeline on a virtual clock', () => {
  it('ends a failing task in Task01Failed after exactly two retries, at 5 s and 10 s', async () => {
    const history = await runWith(broken, broken, broken, task.copied(0, 1));

    expect(secondsOfCalls(history)).toEqual([0, 5, 15]);
    expect(endOf(history)).toMatchObject({ state: 'Task01Failed', error: 'Task01ExecutionError' });
    expect(endOf(history).cause).toContain('copy-to-temp');
  });

  it('goes on when the second retry succeeds', async () => {
    const history = await runWith(broken, broken, task.copied(0, 1), task.updated(0, 1));

    expect(history.at(-1)?.type).toBe('ExecutionSucceeded');
  });

  it('ends a task that used up its time in Task01Timeout, without a retry', async () => {
    const history = await runWith(outOfTime, task.copied(0, 1));

    expect(secondsOfCalls(history)).toEqual([0]);
    expect(endOf(history)).toMatchObject({ state: 'Task01Timeout', error: 'Task01TimeoutError' });
  });

  it('ends a task that never answers in Task01Timeout after 900 s', async () => {
    const history = await runWith(task.copied(10_000, 1));

    expect(endOf(history).state).toBe('Task01Timeout');
    expect(history.at(-1)?.timestampMs).toBe(RUN_START_MS + 900_000);
  });

  it('ends a missing variable in ConfigValidationFailed, which names it', async () => {
    const message = 'Missing required Postgres configuration: POSTGRES_HOST';
    const history = await runRecorded([task.failed(0, 'ConfigValidationError', message)]);

    expect(endOf(history)).toMatchObject({
      state: 'ConfigValidationFailed',
      error: 'ConfigValidationError',
    });
    expect(endOf(history).cause).toContain('POSTGRES_HOST');
  });
});
