import { describe, expect, it } from '@jest/globals';
import { DEEPEST_JSON, isNestedTooDeep } from './json-nesting.ts';

describe('isNestedTooDeep', () => {
  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('takes %s of 1000 levels, and not of one more', (_kind, open, close) => {
    const nested = (depth: number): string => open.repeat(depth) + close.repeat(depth);

    expect(isNestedTooDeep(nested(DEEPEST_JSON))).toBe(false);
    expect(isNestedTooDeep(nested(DEEPEST_JSON + 1))).toBe(true);
  });

  it('counts levels, not brackets', () => {
    expect(isNestedTooDeep('[],'.repeat(5_000))).toBe(false);
  });

  it('leaves brackets inside strings out, also after an escaped quote', () => {
    expect(isNestedTooDeep(`["${'['.repeat(5_000)}"]`)).toBe(false);
    expect(isNestedTooDeep(`["\\"${'['.repeat(5_000)}"]`)).toBe(false);
    expect(isNestedTooDeep(`["\\\\",${'['.repeat(5_000)}`)).toBe(true);
  });
});
