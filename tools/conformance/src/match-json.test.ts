import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { matchJson, matchText } from './match-json.ts';

describe('matchJson', () => {
  it.each<[Json, Json | undefined, boolean]>([
    ['«any»', { a: 1 }, true],
    ['«any»', undefined, true],
    ['a«x»c', 'abbbc', true],
    ['a«x»c', 'ab', false],
    [{ a: 1 }, '{"a":1.0}', true],
    [[1, 2], '[1, 2]', true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: 1 }, 'not json', false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: 1, SdkHttpMetadata: { x: 1 } }, { a: 1, ExecutedVersion: '1' }, true],
    [{ '«key»': 1 }, { any: 2 }, true],
    [{ a: null }, {}, false],
    [1, 1.0000000001, true],
    [1, 1.1, false],
    [true, 1, false],
    [null, null, true],
    [null, false, false],
    ['text', 1, false],
  ])('%j and %j: %s', (expected, actual, result) => {
    expect(matchJson(expected, actual)).toBe(result);
  });
});

describe('matchText', () => {
  it('takes everything but wildcards literally', () => {
    expect(matchText('a.c (1+1) «x»', 'a.c (1+1) yes\nno')).toBe(true);
    expect(matchText('a.c «x»', 'abc d')).toBe(false);
  });
});
