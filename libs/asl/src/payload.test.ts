import { describe, expect, it } from '@jest/globals';
import { isTooLarge } from './payload.ts';

describe('isTooLarge', () => {
  it.each([
    ['a', 262_144, false],
    ['a', 262_145, true],
    ['é', 131_072, false],
    ['é', 131_073, true],
    ['€', 87_381, false],
    ['€', 87_382, true],
    ['😀', 65_536, false],
    ['😀', 65_537, true],
  ])('counts UTF-8 bytes: %s × %i is %s', (text, times, expected) => {
    expect(isTooLarge(text.repeat(times))).toBe(expected);
  });
});
