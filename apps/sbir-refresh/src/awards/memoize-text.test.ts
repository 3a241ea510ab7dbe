import { describe, expect, it } from '@jest/globals';
import { memoizeText } from './memoize-text.ts';

describe('memoizeText', () => {
  it('computes a text once, null included', () => {
    const asked: string[] = [];
    const find = memoizeText((text) => {
      asked.push(text);
      return text === 'b' ? null : text.toUpperCase();
    });

    expect(['a', 'b', 'a', 'b'].map(find)).toEqual(['A', null, 'A', null]);
    expect(asked).toEqual(['a', 'b']);
  });

  it('starts anew when it knows 20 000 texts', () => {
    let computed = 0;
    const count = memoizeText(() => String(++computed));
    for (let index = 0; index < 20_000; index++) count(`text ${index}`);

    expect([count('text 0'), count('one more'), count('text 0')]).toEqual(['1', '20001', '20002']);
  });
});
