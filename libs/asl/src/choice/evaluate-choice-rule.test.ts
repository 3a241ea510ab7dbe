import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@pipelines/core';
import { COMPARATORS } from './comparators.ts';
import { evaluateChoiceRule } from './evaluate-choice-rule.ts';

const holds = (rule: JsonObject, input: Json): boolean =>
  evaluateChoiceRule(rule, { input, context: { State: { Name: 'Decide' } } });

/** Does the comparator hold for a value, given directly and at a path? */
const compare = (comparator: string, value: Json, expected: Json): readonly boolean[] => [
  holds({ Variable: '$.v', [comparator]: expected }, { v: value }),
  holds({ Variable: '$.v', [`${comparator}Path`]: '$.e' }, { v: value, e: expected }),
];

describe('evaluateChoiceRule', () => {
  it('knows 39 comparators', () => {
    expect(COMPARATORS.size + 1).toBe(39);
  });

  const kinds: readonly (readonly [string, Json, Json])[] = [
    ['Numeric', 1.5, 2],
    ['String', 'A', 'a'],
    ['Timestamp', '2024-05-01T10:00:00Z', '2024-05-01T10:00:00.001Z'],
  ];

  it.each(kinds)('orders %s values', (kind, small, large) => {
    const table = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'].map(
      (order) =>
        [
          [small, large],
          [large, large],
          [large, small],
        ].map(([value = null, expected = null]) => compare(`${kind}${order}`, value, expected)),
    );

    const [yes, no] = [
      [true, true],
      [false, false],
    ];
    expect(table).toEqual([
      [no, yes, no],
      [yes, no, no],
      [no, no, yes],
      [yes, yes, no],
      [no, yes, yes],
    ]);
  });

  it.each<[string, Json, Json]>([
    ['NumericEquals', '1', 1],
    ['NumericLessThan', null, 1],
    ['StringEquals', 1, '1'],
    ['StringGreaterThan', ['b'], 'a'],
    ['TimestampEquals', 'yesterday', '2024-05-01T10:00:00Z'],
    ['TimestampLessThanEquals', 0, '2024-05-01T10:00:00Z'],
    ['BooleanEquals', 'true', true],
    ['BooleanEquals', null, false],
  ])('%s is false for a value of another kind: %j', (comparator, value, expected) => {
    expect(compare(comparator, value, expected)).toEqual([false, false]);
  });

  it('compares timestamps as instants, not as texts', () => {
    expect(compare('TimestampEquals', '2024-05-01T12:00:00+02:00', '2024-05-01T10:00:00Z')).toEqual(
      [true, true],
    );
  });

  it('compares booleans', () => {
    expect(compare('BooleanEquals', false, false)).toEqual([true, true]);
    expect(compare('BooleanEquals', true, false)).toEqual([false, false]);
  });

  it.each<[string, readonly Json[], readonly Json[]]>([
    ['IsNull', [null], [0, '', false, {}]],
    ['IsString', ['', 'a'], [null, 1, ['a']]],
    ['IsNumeric', [0, -1.5], ['0', null, true]],
    ['IsBoolean', [true, false], ['true', 0, null]],
    ['IsTimestamp', ['2001-01-01T12:00:00Z'], ['2001-01-01 12:00:00Z', '2001-01-01', 5, null]],
  ])('%s tests the kind, and false turns the test around', (comparator, matching, other) => {
    const test = (value: Json, expected: boolean): boolean =>
      holds({ Variable: '$.v', [comparator]: expected }, { v: value });

    expect(matching.map((v) => [test(v, true), test(v, false)])).toEqual(
      matching.map(() => [true, false]),
    );
    expect(other.map((v) => [test(v, true), test(v, false)])).toEqual(
      other.map(() => [false, true]),
    );
  });

  it('IsPresent alone may ask for a Variable that is not there', () => {
    const test = (path: string, expected: boolean): boolean =>
      holds({ Variable: path, IsPresent: expected }, { a: null, list: [1] });

    expect([test('$.a', true), test('$.b', true), test('$.b', false), test('$.a', false)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(test('$.list[1]', true)).toBe(false);
  });

  it.each<[JsonObject, string]>([
    [{ Variable: '$.no', NumericEquals: 1 }, '$.no'],
    [{ Variable: '$.no', IsString: true }, '$.no'],
    [{ Variable: '$.v', StringEqualsPath: '$.gone' }, '$.gone'],
  ])('fails for a missing value: %j', (rule, path) => {
    expect(() => holds(rule, { v: 'x' })).toThrow(
      expect.objectContaining({
        errorName: 'States.Runtime',
        message: `Invalid path '${path}': The choice state's condition path references an invalid value.`,
      }),
    );
  });

  it('combines rules with And, Or and Not, and stops at the first that decides', () => {
    const isOne = { Variable: '$.v', NumericEquals: 1 };
    const fails = { Variable: '$.no', NumericEquals: 1 };

    expect(holds({ And: [isOne, { Not: isOne }] }, { v: 1 })).toBe(false);
    expect(holds({ And: [{ Not: isOne }, fails] }, { v: 1 })).toBe(false);
    expect(holds({ Or: [isOne, fails] }, { v: 1 })).toBe(true);
    expect(holds({ Or: [{ Not: isOne }, isOne] }, { v: 1 })).toBe(true);
    expect(holds({ Not: { Or: [isOne] } }, { v: 2 })).toBe(true);
  });

  it('reads the context object', () => {
    expect(holds({ Variable: '$$.State.Name', StringEquals: 'Decide', Next: 'A' }, {})).toBe(true);
  });

  it.each<[JsonObject]>([[{}], [{ Variable: '$.v' }], [{ Not: 'x' }], [{ Variable: 5 }]])(
    'refuses %j, which is no rule',
    (rule) => {
      expect(() => holds(rule, { v: 1 })).toThrow(
        expect.objectContaining({ name: 'AslSyntaxError' }),
      );
    },
  );
});

describe('StringMatches', () => {
  it.each([
    ['log-*.txt', 'log-1.txt', true],
    ['log-*.txt', 'log-.txt', true],
    ['log-*.txt', 'log-1.txt.gz', false],
    ['*', '', true],
    ['**', 'anything\nat all', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*bc', 'abcabc', true],
    ['ab*ba', 'aba', false],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a\\\\*', 'a\\x', true],
    ['a.c', 'abc', false],
    ['', '', true],
    ['', 'a', false],
  ])('%s and %j: %s', (pattern, text, expected) => {
    expect(holds({ Variable: '$.v', StringMatches: pattern }, { v: text })).toBe(expected);
  });

  it('is false for a value that is not a text', () => {
    expect(holds({ Variable: '$.v', StringMatches: '*' }, { v: 1 })).toBe(false);
  });
});
