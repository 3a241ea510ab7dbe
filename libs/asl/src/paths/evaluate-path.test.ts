import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { AslSyntaxError, PathNotFoundError } from '../errors.ts';
import { evaluatePath, findPath } from './evaluate-path.ts';
import { parsePath } from './parse-path.ts';

const order = {
  id: 'o-1',
  'first name': 'Ada',
  none: null,
  tags: ['a', 'b', 'c'],
  items: [
    { sku: 'x1', price: 5, sizes: [1, 2] },
    { sku: 'y2', price: 12.5, sale: true },
    { sku: 'x3', price: 20 },
  ],
};
const scope = {
  input: order,
  context: { Execution: { Name: 'run-7' } },
  variables: { limit: { most: 9 } },
};
const read = (path: string, input: Json = order): Json => evaluatePath(path, { ...scope, input });

describe('evaluatePath, definite', () => {
  it.each<[string, Json]>([
    ['$', order],
    ['$.id', 'o-1'],
    ["$['first name']", 'Ada'],
    ['$["id"]', 'o-1'],
    ['$.none', null],
    ['$.items[1].price', 12.5],
    ['$.tags[-1]', 'c'],
    ['$.items[0].sizes[1]', 2],
    ["$.items[0]['sku','price','no']", { sku: 'x1', price: 5 }],
    ['$.tags.length()', 3],
    ['$.id.length()', 3],
    ['$$.Execution.Name', 'run-7'],
    ['$limit.most', 9],
  ])('%s gives its node', (path, expected) => {
    expect(read(path)).toEqual(expected);
  });

  it.each([
    ['$.no', "No results for path: $['no']"],
    ['$.no.deeper', "Missing property in path $['no']"],
    ['$.items[0].no', "No results for path: $['items'][0]['no']"],
    ['$.tags[7]', "No results for path: $['tags'][7]"],
    ['$.id[0]', 'Filter: [0] can only be applied to arrays. Current context is: "o-1"'],
    [
      '$.none.x',
      "Expected to find an object with property ['x'] in path $['none'] but found " +
        "'com.fasterxml.jackson.databind.node.NullNode'. This is not a json object according to " +
        "the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.",
    ],
    [
      '$.tags[7].x',
      "Expected to find an object with property ['x'] in path $['tags'][7] but found 'null'. " +
        'This is not a json object according to the JsonProvider: ' +
        "'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.",
    ],
  ])('%s fails in the words of Jayway', (path, detail) => {
    expect(() => read(path)).toThrow(
      expect.objectContaining({
        name: 'PathNotFoundError',
        errorName: 'States.Runtime',
        message: `Invalid path '${path}' : ${detail}`,
      }),
    );
  });

  it('refuses to step into an input that is null as a whole', () => {
    expect(() => read('$.a', null)).toThrow(
      "Invalid path '$.a' : Unable to apply Path transformation to null or empty input.",
    );
    expect(read('$', null)).toBeNull();
  });

  it('takes nothing from Object.prototype', () => {
    expect(() => read('$.constructor')).toThrow(PathNotFoundError);
    expect(() => evaluatePath('$toString', scope)).toThrow(PathNotFoundError);
  });

  it('tells an index behind the end from a missing property', () => {
    expect(findPath('$.tags[3]', scope)).toMatchObject({ miss: { kind: 'beyond-end' } });
    expect(findPath('$.gone', scope)).toMatchObject({ miss: { kind: 'absent' } });
  });
});

describe('evaluatePath, indefinite', () => {
  it.each<[string, Json]>([
    ['$.items[*].sku', ['x1', 'y2', 'x3']],
    ['$.tags[0,2]', ['a', 'c']],
    ['$.tags[1:]', ['b', 'c']],
    ['$.tags[:1]', ['a']],
    ['$.tags[-2:]', ['b', 'c']],
    ['$.tags[0:2]', ['a', 'b']],
    ['$..price', [5, 12.5, 20]],
    ['$..sizes[0]', [1]],
    ['$.items[*].price.sum()', [37.5]],
    ['$.items[*].sizes.length()', [1]],
    ['$.items[0].*', ['x1', 5, [1, 2]]],
  ])('%s gives a list', (path, expected) => {
    expect(read(path)).toEqual(expected);
  });

  it.each(['$.no[*]', '$.no.items[1:5].x', '$[*]', '$..no', '$.no[?(@.a == 1)]', '$.no[0,1]'])(
    '%s gives an empty list when nothing matches',
    (path) => {
      expect(read(path, {})).toEqual([]);
    },
  );
});

describe('evaluatePath, filters', () => {
  it.each<[string, readonly string[]]>([
    ['@.price == 5', ['x1']],
    ["@.price == '5'", ['x1']],
    ["@.price === '5'", []],
    ['@.price != 5', ['y2', 'x3']],
    ['@.price !== 5', ['y2', 'x3']],
    ['@.price > 5 && @.price < 20', ['y2']],
    ['@.price <= 5 || @.price >= 20', ['x1', 'x3']],
    ['@.sale', ['y2']],
    ['!@.sale', ['x1', 'x3']],
    ['!(@.price == 5 || @.sale)', ['x3']],
    ['@.sku =~ /X\\d/i', ['x1', 'x3']],
    ['@.sku =~ /x/', []],
    ["@.sku in ['x1', 'x3']", ['x1', 'x3']],
    ["@.sku nin ['x1', 'x3']", ['y2']],
    ['@.sizes contains 2', ['x1']],
    ["@.sku contains '2'", ['y2']],
    ['@.sizes size 2', ['x1']],
    ['@.sizes subsetof [1, 2, 3]', ['x1']],
    ['@.sizes anyof [2, 9]', ['x1']],
    ['@.sizes noneof [8, 9]', ['x1']],
    ['@.sizes empty false', ['x1']],
    ['@.price > $.items[0].price', ['y2', 'x3']],
    ['@.sale == true', ['y2']],
    ['@.sku < 1', []],
    ['@.sizes[?(@ == 2)]', ['x1']],
  ])('%s', (condition, expected) => {
    expect(read(`$.items[?(${condition})].sku`)).toEqual(expected);
  });

  it('tests each object once behind a deep scan', () => {
    expect(read('$..[?(@.price > 12)]')).toEqual([order.items[1], order.items[2]]);
  });

  it('tests an object itself where there is no list', () => {
    expect(read("$.items[0][?(@.sku == 'x1')].price")).toEqual([5]);
  });
});

describe('evaluatePath, functions', () => {
  it.each<[string, Json]>([
    ['$.min()', 1],
    ['$.max()', 4],
    ['$.sum()', 10],
    ['$.avg()', 2.5],
    ['$.first()', 1],
    ['$.last()', 4],
    ['$.length()', 4],
    ['$.stddev()', Math.sqrt(1.25)],
  ])('%s', (path, expected) => {
    expect(read(path, [1, 2, 3, 4])).toBe(expected);
  });

  it('lists the names of an object', () => {
    expect(read('$.keys()', { b: 1, a: 2 })).toEqual(['b', 'a']);
  });

  it('has no number for a list without numbers', () => {
    expect(() => read('$.sum()', ['a'])).toThrow(PathNotFoundError);
  });
});

describe('parsePath', () => {
  it.each([
    '',
    'a.b',
    '$.',
    '$..',
    '$.a b',
    '$[',
    "$['a",
    '$[]',
    '$[:]',
    '$[a]',
    '$.a.nosuch()',
    '$.a[?(@.b == )]',
    '$.a[?(1)]',
    '$.a[?(@.b =~ /(/)]',
    '$.a[?(@.b == 1]',
  ])('refuses %j', (text) => {
    expect(() => read(text)).toThrow(AslSyntaxError);
  });

  it('parses a text once, and still knows it after many others', () => {
    const first = parsePath('$.once');
    const again = parsePath('$.once');
    for (let index = 0; index < 10_001; index += 1) parsePath(`$.many${index}`);

    expect(again).toBe(first);
    expect(parsePath('$.once')).toEqual(first);
  });

  it('reads hyphens, digits and letters of any script in a dotted name', () => {
    expect(read('$.a-b', { 'a-b': 1 })).toBe(1);
    expect(read('$.größe', { größe: 2 })).toBe(2);
    expect(read('$.@id', { '@id': 3 })).toBe(3);
  });

  it('keeps a backslash in a quoted name, except before its own quote', () => {
    expect(read(`$['a\\"b']`, { 'a\\"b': 1 })).toBe(1);
    expect(read(`$['it\\'s']`, { "it's": 2 })).toBe(2);
  });
});
