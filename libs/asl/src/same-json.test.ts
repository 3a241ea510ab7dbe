import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { canonicalText, isSameJson } from './same-json.ts';

const pairs: readonly (readonly [Json, Json, boolean])[] = [
  [1, 1, true],
  [1, '1', false],
  [null, null, true],
  [null, {}, false],
  [[], {}, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[1], [1, null], false],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 1 }, false],
  [{ a: null }, { b: null }, false],
  [{ toString: 1 }, {}, false],
];

describe('isSameJson and canonicalText', () => {
  it.each(pairs)('%j and %j: %s', (left, right, expected) => {
    expect(isSameJson(left, right)).toBe(expected);
    expect(isSameJson(right, left)).toBe(expected);
    expect(canonicalText(left) === canonicalText(right)).toBe(expected);
  });
});
