import type { Json } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import type { Host } from '../scope.ts';
import { evaluateJsonata } from './evaluate-jsonata.ts';
import type { JsonataAnswer } from './question.ts';

const host: Host = {
  random: () => 0.25,
  uuid: () => 'ca4c1140-dcc1-40cd-ad05-7b4aa23df4a8',
  hash: (algorithm, text) => `${algorithm}(${text})`,
};
const NOON_MS = Date.UTC(2025, 0, 20, 12);

const evaluateAll = (expressions: readonly string[], input: Json = {}) =>
  evaluateJsonata(
    { expressions, states: { input, context: {} }, variables: { x: 2, list: [1] }, nowMs: NOON_MS },
    host,
  );
const evaluate = async (expression: string, input?: Json): Promise<JsonataAnswer | undefined> =>
  (await evaluateAll([expression], input))[0];

describe('evaluateJsonata', () => {
  it.each<[string, Json]>([
    ['$states.input.a + $x', 3],
    ['$list', [1]],
    ['$states.input.items[price > 1].name', ['b', 'c']],
    ['$states.input.items.(name & price)', ['a1', 'b2', 'c3']],
    ['null', null],
    ['$contains("aXb", /x/i)', true],
    ['$match("ab", /(?:a)b/).match', 'ab'],
    ['$y := 1', 1],
  ])('gives %s its value', async (expression, value) => {
    const items = [
      { name: 'a', price: 1 },
      { name: 'b', price: 2 },
      { name: 'c', price: 3 },
    ];

    await expect(evaluate(expression, { a: 1, items })).resolves.toEqual({ value });
  });

  it.each<[string, Json]>([
    ['$partition([0], 1)', [[0]]],
    ['$partition([0, 1, 2], 2)', [[0, 1], [2]]],
    ['$range(0, 10, 3)', [0, 3, 6, 9]],
    ['$range(1, 9, 9)', 1],
    ['$range(5, 1, -2)', [5, 3, 1]],
    ['$hash("a", "SHA-256")', 'SHA-256(a)'],
    ['$random()', 0.25],
    ['$random(7) = $random(7)', true],
    ['$uuid()', 'ca4c1140-dcc1-40cd-ad05-7b4aa23df4a8'],
    ['$parse("{\\"a\\": [1]}")', { a: [1] }],
    ['$parse("-0")', -0],
    ['$shuffle([1, 2, 3])', [2, 3, 1]],
    ['$millis()', NOON_MS],
    ['$now()', '2025-01-20T12:00:00.000Z'],
    ['$now("[Y]-[M01]", "+0100")', '2025-01'],
  ])(
    'has the functions of Step Functions, and no chance or clock but the host: %s',
    async (expression, value) => {
      await expect(evaluate(expression)).resolves.toEqual({ value });
    },
  );

  it.each([
    ['$nothing', 'returned nothing (undefined).'],
    ['$range(5, 1, 1)', 'returned nothing (undefined).'],
    ['$fn := function($x){$x}', 'returned an unsupported result type.'],
    ['[$sum]', 'returned an unsupported result type.'],
    [
      '1 + "a"',
      'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
    ],
    ['$eval("1")', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ['1 +', 'threw an error during evaluation. S0207: Unexpected end of expression'],
    [
      '$a ?? 1',
      'threw an error during evaluation. S0211: The symbol "?" cannot be used as a unary operator',
    ],
    [
      '$a ?: 1',
      'threw an error during evaluation. S0211: The symbol ":" cannot be used as a unary operator',
    ],
    [
      '$partition([1], "a")',
      'threw an error during evaluation. T0410: Argument 2 of function "partition" does not match function signature',
    ],
    [
      '$hash("a", "SHA-3")',
      'threw an error during evaluation. T0410: Argument 2 of function "hash" does not match function signature',
    ],
  ])('says of %s that it %s', async (expression, problem) => {
    await expect(evaluate(expression)).resolves.toEqual({ problem });
  });

  it('stops at the first expression without a value', async () => {
    await expect(evaluateAll(['1', '$nothing', '2'])).resolves.toEqual([
      { value: 1 },
      { problem: 'returned nothing (undefined).' },
    ]);
  });

  it('ends an endless recursion', async () => {
    const answer = await evaluate('($f := function($n){ 1 + $f($n + 1) }; $f(1))');

    expect(answer).toEqual({ problem: expect.stringContaining('D1011: Stack overflow') });
  });
});
