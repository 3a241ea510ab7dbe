import { describe, expect, it } from '@jest/globals';
import neo4j from 'neo4j-driver';
import { isSameValue, toGraphValues, type PropertyValue } from './property-values.ts';
import type { PropertyType } from './graph-profile.ts';

const encode = (value: PropertyValue, type: PropertyType): unknown =>
  toGraphValues({ it: value }, { it: type }, 'Thing')['it'];

describe('toGraphValues', () => {
  it('sends whole numbers as integers: the driver makes a float of a number', () => {
    expect([encode(42, 'integer'), encode(2n ** 60n, 'integer')]).toEqual([42n, 2n ** 60n]);
  });

  it('sends dates as dates', () => {
    expect(encode('2024-02-29', 'date')).toEqual(new neo4j.types.Date(2024, 2, 29));
  });

  it('sends lists of strings as they are', () => {
    expect(encode(['a', 'b'], 'strings')).toEqual(['a', 'b']);
  });

  it('leaves out what is absent, and keeps what is merely empty', () => {
    const values = toGraphValues(
      { a: undefined, b: null, c: '', d: 0, e: false },
      { a: 'string', b: 'date', c: 'string', d: 'float', e: 'boolean' },
      'Thing',
    );

    expect(values).toEqual({ c: '', d: 0, e: false });
  });

  it.each([
    [1.5, 'integer'],
    [2 ** 53, 'integer'],
    ['1', 'integer'],
    [NaN, 'float'],
    [Infinity, 'float'],
    [1n, 'float'],
    ['2023-02-29', 'date'],
    ['2023-13-01', 'date'],
    ['2023-1-1', 'date'],
    ['2023-01-01T00:00:00Z', 'date'],
    ['true', 'boolean'],
    [1, 'string'],
    ['a', 'strings'],
    [[1] as unknown as string[], 'strings'],
    [['a'], 'string'],
  ] as [PropertyValue, PropertyType][])('refuses %p as %s', (value, type) => {
    expect(() => encode(value, type)).toThrow(
      expect.objectContaining({
        name: 'GraphValueError',
        message: `"it" of "Thing" holds something else than a ${type}`,
      }),
    );
  });

  it.each(['more', 'toString', '__proto__'])(
    'refuses the property "%s", which the kind lacks',
    (name) => {
      const values = JSON.parse(`{"${name}":"x"}`) as Record<string, string>;

      expect(() => toGraphValues(values, { it: 'string' }, 'Thing')).toThrow(
        `"Thing" has no property "${name}"`,
      );
    },
  );
});

describe('isSameValue', () => {
  const date = (day: number): unknown => new neo4j.types.Date(2024n, 2n, BigInt(day));

  it.each([
    [date(1), new neo4j.types.Date(2024, 2, 1), true],
    [date(1), date(2), false],
    [date(1), '2024-02-01', false],
    [42n, 42n, true],
    [42n, 42, false],
    [null, undefined, true],
    [undefined, '', false],
    [0, encode(-0, 'float'), true],
    [['a', 'b'], ['a', 'b'], true],
    [['a', 'b'], ['a'], false],
    [['a'], ['a', 'b'], false],
    [['a'], ['b'], false],
    [['a'], 'a', false],
  ])('of %p and %p is %p', (stored, supplied, isSame) => {
    expect(isSameValue(stored, supplied)).toBe(isSame);
  });
});
