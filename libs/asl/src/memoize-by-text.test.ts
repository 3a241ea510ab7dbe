import { describe, expect, it } from '@jest/globals';
import { memoizeByText } from './memoize-by-text.ts';

describe('memoizeByText', () => {
  it('parses a text once and gives the same result again', () => {
    const parsed: string[] = [];
    const parse = memoizeByText((text) => {
      parsed.push(text);
      return { text };
    });

    const results = [parse('a'), parse('b'), parse('a')];

    expect(parsed).toEqual(['a', 'b']);
    expect(results[2]).toBe(results[0]);
  });

  it('throws again what parsing throws again', () => {
    const parse = memoizeByText((): object => {
      throw new Error('no path');
    });

    expect(() => parse('a')).toThrow('no path');
    expect(() => parse('a')).toThrow('no path');
  });

  it('starts anew when 10 000 texts are kept', () => {
    let count = 0;
    const parse = memoizeByText((text) => ({ text, nth: ++count }));

    for (let i = 0; i <= 10_000; i++) parse(String(i));

    expect(parse('0').nth).toBe(10_002);
    expect(parse('10000').nth).toBe(10_001);
  });
});
