import { describe, expect, it } from '@jest/globals';
import { maxWorkersOf } from './max-workers.ts';

describe('MAX_WORKERS', () => {
  it.each([
    [undefined, 4],
    ['', 4],
    ['1', 1],
    ['5', 5],
    ['16', 16],
  ])('%j lets %i instances run at once', (value, workers) => {
    expect(maxWorkersOf({ MAX_WORKERS: value })).toBe(workers);
  });

  it.each(['0', '17', '-1', '2.5', '1e1', 'four', ' 4', '100000'])('is refused as %j', (value) => {
    expect(() => maxWorkersOf({ MAX_WORKERS: value })).toThrow(
      'MAX_WORKERS must be a whole number from 1 to 16',
    );
  });
});
