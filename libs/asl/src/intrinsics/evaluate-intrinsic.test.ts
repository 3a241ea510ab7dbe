import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { AslSyntaxError } from '../errors.ts';
import type { Host } from '../scope.ts';
import { evaluateIntrinsic } from './evaluate-intrinsic.ts';

const host: Host = {
  random: () => 0.5,
  uuid: () => '0f8fad5b-d9cb-469f-a165-70867728950e',
  hash: (algorithm, text) =>
    createHash(algorithm.replace('SHA-', 'sha')).update(text, 'utf8').digest('hex'),
};
const context = { Execution: { Name: 'run' } };
const call = (text: string, input: Json = {}): Json =>
  evaluateIntrinsic(text, { input, context }, host);

describe('evaluateIntrinsic', () => {
  it.each<[string, Json, Json]>([
    ["States.Array($.a, 'x', 1, true, null)", { a: [2] }, [[2], 'x', 1, true, null]],
    ['States.Array()', {}, []],
    ['States.ArrayContains($.a, $.b)', { a: [1, { x: 1, y: [2] }], b: { y: [2], x: 1 } }, true],
    ["States.ArrayContains($.a, '1')", { a: [1] }, false],
    ['States.ArrayGetItem($.a, 2)', { a: [5, 6, 7] }, 7],
    ['States.ArrayLength($.a)', { a: [1, [2, 3]] }, 2],
    ['States.ArrayPartition($.a, 2)', { a: [1, 2, 3] }, [[1, 2], [3]]],
    ['States.ArrayPartition($.a, 2.9)', { a: [1, 2, 3] }, [[1, 2], [3]]],
    ['States.ArrayPartition($.a, 3)', { a: [] }, []],
    ['States.ArrayRange(1, 9, 4)', {}, [1, 5, 9]],
    ['States.ArrayRange(5, 1, -2)', {}, [5, 3, 1]],
    ['States.ArrayRange(3, 3, -1)', {}, [3]],
    ['States.ArrayRange(5, 1, 1)', {}, []],
    ['States.ArrayRange(1.6, 1.4, 1)', {}, [1]],
    [
      'States.ArrayUnique($.a)',
      { a: [1, '1', 1, [2], [2], { a: 1, b: 2 }, { b: 2, a: 1 }, null, null] },
      [1, '1', [2], { a: 1, b: 2 }, null],
    ],
    ["States.Base64Encode('Grüße')", {}, 'R3LDvMOfZQ=='],
    ["States.Base64Decode('R3LDvMOfZQ==')", {}, 'Grüße'],
    ["States.Base64Decode('R3LDvMOfZQ')", {}, 'Grüße'],
    ["States.Base64Decode('')", {}, ''],
    ["States.Hash('abc', 'MD5')", {}, '900150983cd24fb0d6963f7d28e17f72'],
    ["States.Hash('abc', 'SHA-1')", {}, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['States.JsonMerge($.a, $.b, false)', { a: { x: { y: 1 } }, b: { x: {} } }, { x: {} }],
    ['States.JsonToString($.a)', { a: { b: [1, 'x', null] } }, '{"b":[1,"x",null]}'],
    [`States.StringToJson('{"a": [1]}')`, {}, { a: [1] }],
    ["States.StringToJson('')", {}, null],
    ["States.StringToJson('  ')", {}, null],
    ['States.MathRandom(2.9, 6)', {}, 4],
    ["States.StringSplit('a.b,c..', '.,')", {}, ['a', 'b', 'c']],
    ["States.StringSplit(',,,', ',')", {}, []],
    ["States.StringSplit('a b', '')", {}, ['a b']],
    ['States.UUID()', {}, '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['States.MathAdd(States.ArrayLength($.a), States.MathAdd(1, -3))', { a: [1] }, -1],
    ["States.Format('{}', $$.Execution.Name)", {}, 'run'],
    ['States.ArrayLength($.a[*].b)', { a: [{ b: 1 }, {}] }, 1],
    ["States.ArrayLength( $.a[?(@.b == 'x, y')] )", { a: [{ b: 'x, y' }, {}] }, 1],
  ])('%s with %j', (text, input, expected) => {
    expect(call(text, input)).toEqual(expected);
  });

  it.each([
    [1.49, 1.5, 3],
    [-1.49, -1.5, -2],
    [-1.5, 0, -1],
    [0.5, 0, 1],
    [-0.5, 0, 0],
    [-0.4, -0.4, 0],
  ])('States.MathAdd rounds each argument half up: %d + %d = %d', (left, right, sum) => {
    expect(call('States.MathAdd($[0], $[1])', [left, right])).toBe(sum);
  });

  it.each([
    [3, 999, 239],
    [42, 100, 30],
    [42, 10, 0],
    [0, 16, 11],
    [-7, 1_000_000, 934_662],
    [0, 1_073_741_825, 516_548_029],
  ])(
    'States.MathRandom gives what java.util.Random(%d).nextInt(%d) gives',
    (seed, bound, drawn) => {
      expect(call(`States.MathRandom(10, ${bound + 10}, ${seed})`)).toBe(drawn + 10);
    },
  );
});

describe('States.Format', () => {
  it.each<[string, Json, string]>([
    ["States.Format('a {} b {}', $.x, 'y')", { x: 1.5 }, 'a 1.5 b y'],
    ["States.Format('{}{}', $.x, true)", { x: null }, 'nulltrue'],
    ["States.Format('{}', $.x)", { x: { a: 1, b: ['p', { c: null }] } }, '{a=1, b=[p, {c=null}]}'],
    ["States.Format('\\{\\} it\\'s \\\\ {}', 1)", {}, "{} it's \\ 1"],
    ["States.Format('100%$1 {}', '$&')", {}, '100%$1 $&'],
    ['States.Format($.t, 1)', { t: 'n={}' }, 'n=1'],
    ["States.Format('a\nb')", {}, 'a\nb'],
  ])('%s', (text, input, expected) => {
    expect(call(text, input)).toBe(expected);
  });

  it.each([
    ["States.Format('{} {}', 1)", 'number of arguments do not match the occurrences of {}.'],
    ["States.Format('x', 1)", 'number of arguments do not match the occurrences of {}.'],
    ["States.Format('{ {}', 1)", "matching '}' not found for '{'."],
    ['States.Format(5)', 'Invalid arguments in States.Format'],
  ])('%s fails', (text, message) => {
    expect(() => call(text)).toThrow(message);
  });
});

describe('evaluateIntrinsic, failures', () => {
  it.each([
    ['States.ArrayContains($.n, 1)', 'States.ArrayContains'],
    ['States.ArrayGetItem($.a, 3)', 'States.ArrayGetItem'],
    ['States.ArrayGetItem($.a, -1)', 'States.ArrayGetItem'],
    ['States.ArrayGetItem($.a, 0.5)', 'States.ArrayGetItem'],
    ["States.ArrayLength('abc')", 'States.ArrayLength'],
    ['States.ArrayPartition($.a, 0)', 'States.ArrayPartition'],
    ['States.ArrayPartition($.a, 0.6)', 'States.ArrayPartition'],
    ["States.ArrayPartition('a', 1)", 'States.ArrayPartition'],
    ['States.ArrayRange(1, 1001, 1)', 'States.ArrayRange'],
    ['States.ArrayRange(1, 5, 0.49)', 'States.ArrayRange'],
    ["States.ArrayRange('a', 5, 1)", 'States.ArrayRange'],
    ['States.ArrayUnique($.n)', 'States.ArrayUnique'],
    ["States.Base64Decode('a')", 'States.Base64Decode'],
    ["States.Base64Decode('R3 L')", 'States.Base64Decode'],
    ['States.Base64Encode($.n)', 'States.Base64Encode'],
    ["States.Hash('a', 'sha1')", 'States.Hash'],
    ['States.JsonMerge($, $, true)', 'States.JsonMerge'],
    ['States.JsonMerge($, $.a, false)', 'States.JsonMerge'],
    ["States.MathAdd(1, 'x')", 'States.MathAdd'],
    ['States.MathAdd(2147483647, 1)', 'States.MathAdd'],
    ['States.MathRandom(1, 1)', 'States.MathRandom'],
    ['States.MathRandom(1.4, 1.6)', 'States.MathRandom'],
    ["States.MathRandom(1, 5, 'seed')", 'States.MathRandom'],
    ['States.MathRandom(1, 5, null)', 'States.MathRandom'],
    ['States.StringSplit($.a, 1)', 'States.StringSplit'],
    ["States.StringToJson('{')", 'States.StringToJson'],
    ['States.StringToJson($)', 'States.StringToJson'],
  ])('%s refuses its arguments', (text, name) => {
    expect(() => call(text, { a: [1, 2, 3], n: 1 })).toThrow(
      expect.objectContaining({
        errorName: 'States.Runtime',
        message: `The function '${text}' had the following error: Invalid arguments in ${name}`,
      }),
    );
  });

  it.each([10_000, 10_001])('takes a text of 10 000 characters and no more: %d', (length) => {
    const encode = (): Json => call('States.Base64Encode($)', 'x'.repeat(length));

    if (length > 10_000) expect(encode).toThrow('Invalid arguments');
    else expect(encode()).toHaveLength(13_336);
  });

  it('names the whole call when a path deep inside selects nothing', () => {
    const text = "States.Format('{}', States.Format('{}', $.nope))";

    expect(() => call(text, { other: 1 })).toThrow(
      expect.objectContaining({
        errorName: 'States.Runtime',
        message:
          `The function '${text}' had the following error: The JsonPath argument for the field ` +
          `'$.nope' could not be found in the input '{"other":1}'`,
      }),
    );
  });

  it('takes an index behind the end for a miss, unlike a template', () => {
    expect(() => call("States.Format('{}', $.a[5])", { a: [1] })).toThrow('could not be found');
  });
});

describe('parseIntrinsic', () => {
  it.each([
    'States.Nope()',
    'States.UUID',
    'States.UUID(1)',
    'States.MathAdd(1)',
    'States.MathRandom(1, 2, 3, 4)',
    'States.Format()',
    'States.UUID() x',
    'States.Array(1,)',
    'States.Array(1 2)',
    'States.Array(a)',
    "States.Array('a)",
    'States.Array("a")',
    `States.Format('say \\"hi\\"')`,
    "States.Format('a\\nb')",
    'States.Array($.)',
  ])('refuses %s', (text) => {
    expect(() => call(text)).toThrow(AslSyntaxError);
  });
});
