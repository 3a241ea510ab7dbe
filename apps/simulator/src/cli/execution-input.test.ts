import { describe, expect, it } from '@jest/globals';
import { completeInput, parseAsOf } from './execution-input.ts';

describe('completeInput', () => {
  it('lets the options win over the same fields', () => {
    const input = completeInput(
      { as_of: 'old', use_mock: false, keep: 1 },
      { action: 'task_01', asOf: '2025-01-20T15:30:00+01:00', isMock: true },
    );

    expect(input).toEqual({
      as_of: '2025-01-20T14:30:00.000Z',
      use_mock: true,
      keep: 1,
      action: 'task_01',
    });
  });

  it('passes any JSON through when there is nothing to add', () => {
    expect(completeInput([1], { isMock: false })).toEqual([1]);
  });
});

describe('parseAsOf', () => {
  it.each([
    '2025-01-20',
    '2025-01-20T14:30:00',
    '2025-02-30T00:00:00Z',
    'yesterday',
    "'; select pg_sleep(5)--",
    '1999-12-31T23:59:59Z',
  ])('refuses %j', (text) => {
    expect(() => parseAsOf(text)).toThrow(`--as-of "${text}" must`);
  });
});
