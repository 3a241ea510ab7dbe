import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '@pipelines/asl';
import { outcomeOf } from './execution-outcome.ts';

const event = (type: string, details: Partial<HistoryEvent> = {}): HistoryEvent => ({
  id: 9,
  previousEventId: 8,
  timestampMs: 1_500,
  type,
  ...details,
});

describe('outcomeOf', () => {
  it.each([
    ['no event', undefined, { status: 'RUNNING' }],
    ['an event in the middle', event('PassStateEntered'), { status: 'RUNNING' }],
    [
      'success',
      event('ExecutionSucceeded', {
        executionSucceededEventDetails: { output: '1', outputDetails: { truncated: false } },
      }),
      { status: 'SUCCEEDED', stopMs: 1_500, outputText: '1' },
    ],
    [
      'failure',
      event('ExecutionFailed', { executionFailedEventDetails: { error: 'E', cause: 'c' } }),
      { status: 'FAILED', stopMs: 1_500, error: 'E', cause: 'c' },
    ],
    [
      'failure without a name',
      event('ExecutionFailed', { executionFailedEventDetails: {} }),
      { status: 'FAILED', stopMs: 1_500 },
    ],
    [
      'a stop',
      event('ExecutionAborted', { executionAbortedEventDetails: { cause: 'c' } }),
      { status: 'ABORTED', stopMs: 1_500, cause: 'c' },
    ],
    [
      'a timeout, without its error',
      event('ExecutionTimedOut', { executionTimedOutEventDetails: { error: 'States.Timeout' } }),
      { status: 'TIMED_OUT', stopMs: 1_500 },
    ],
  ])('derives %s', (_, last, outcome) => {
    expect(outcomeOf(last)).toEqual(outcome);
  });
});
