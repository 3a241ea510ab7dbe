import { describe, expect, it } from '@jest/globals';
import { compareCase } from './compare-case.ts';
import type { Expected } from './corpus-case.ts';
import type { CaseResult } from './run-case.ts';

const events = [
  { id: 1, previousEventId: 0, type: 'A' },
  { id: 2, previousEventId: 0, type: 'B', bEventDetails: { output: '{"x":1}' } },
];
const recorded = [
  { id: 1, previousEventId: 0, type: 'A' },
  { id: 2, previousEventId: 0, type: 'B', bEventDetails: { output: { x: 1 } } },
];
const good: CaseResult = { status: 'SUCCEEDED', output: '{"x":1}', events };
const goodExpected: Expected = {
  status: 'SUCCEEDED',
  output: { x: 1 },
  eventTypes: ['A', 'B'],
  events: recorded,
};

const compare = (expected: Expected, actual: CaseResult) =>
  compareCase(
    {
      id: 'one',
      category: 'c',
      kind: 'execution',
      definition: {},
      input: {},
      expected,
    },
    actual,
  );

describe('compareCase', () => {
  it('passes with an identical history', () => {
    expect(compare(goodExpected, good)).toEqual({
      id: 'one',
      category: 'c',
      result: 'pass',
      cause: true,
      history: true,
      why: '',
    });
  });

  it.each<[string, CaseResult, string]>([
    ['status', { status: 'FAILED', error: 'E', events }, 'status FAILED, not SUCCEEDED: E'],
    ['output', { ...good, output: '{"x":2}' }, 'output: {"x":2} is not {"x":1}'],
  ])('fails on another %s', (_, actual, why) => {
    expect(compare(goodExpected, actual)).toMatchObject({ result: 'fail', why });
  });

  it('fails on another error name, and passes with another cause', () => {
    const expected: Expected = { status: 'FAILED', error: 'E', cause: 'c' };

    expect(compare(expected, { status: 'FAILED', error: 'F', cause: 'c', events })).toMatchObject({
      result: 'fail',
      why: 'error: F is not E',
    });
    expect(compare(expected, { status: 'FAILED', error: 'E', cause: 'd', events })).toMatchObject({
      result: 'pass',
      cause: false,
      why: 'cause: d is not c',
    });
  });

  it.each<[string, Partial<Expected>, boolean | undefined]>([
    ['a missing event', { eventTypes: ['A', 'B', 'C'] }, false],
    ['another type', { eventTypes: ['A', 'X'] }, false],
    ['another previousEventId', { events: [{ previousEventId: 7 }] }, false],
    ['other details', { events: [{ aEventDetails: {} }] }, false],
    [
      'another order where branches interleave',
      { eventTypes: ['B', 'A'], interleaved: true },
      true,
    ],
    ['other types where branches interleave', { eventTypes: ['B', 'B'], interleaved: true }, false],
    ['a lossy recording', { eventTypes: ['X'], historyLossy: true }, undefined],
  ])('with %s', (_, change, history) => {
    expect(compare({ ...goodExpected, ...change }, good).history).toBe(history);
  });

  it('skips a recording without an end', () => {
    expect(compare({ status: 'UNKNOWN' }, good).result).toBe('skip');
  });
});
