import { describe, expect, it } from '@jest/globals';
import { median } from './median.ts';

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('refuses an empty series', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
