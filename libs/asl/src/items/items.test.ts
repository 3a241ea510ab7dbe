import type { Json, JsonObject } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { batchItems } from './batch-items.ts';
import { csvItems } from './csv-items.ts';
import { javaMapOrder } from './java-map-order.ts';
import { inventoryOf, jsonItems, jsonLineItems } from './json-items.ts';

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}
async function* each(...items: readonly Json[]): AsyncGenerator<Json> {
  yield* items;
}
async function list<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
const FIRST_ROW = { CSVHeaderLocation: 'FIRST_ROW' };

describe('csvItems', () => {
  it('names the fields by the first row, fills short rows and drops what is too much', async () => {
    const text = 'A,B\n1,2,3\n\n   \n,';

    await expect(list(csvItems(pieces(text), FIRST_ROW))).resolves.toEqual([
      { A: '1', B: '2' },
      { A: '   ', B: '' },
      { A: '', B: '' },
    ]);
  });

  it.each<[string, JsonObject]>([
    ['a|b\n', { CSVDelimiter: 'PIPE' }],
    ['a\tb\r\n', { CSVDelimiter: 'TAB' }],
    ['a;b', { CSVDelimiter: 'SEMICOLON' }],
    ['a,b', {}],
  ])('reads %j with %j', async (text, config) => {
    const given = { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'], ...config };

    await expect(list(csvItems(pieces(text), given))).resolves.toEqual([{ x: 'a', y: 'b' }]);
  });

  it('reads quoted fields, cut anywhere', async () => {
    const text = 'A,B\r\n"x, ""y""\r\nz",é\r\n"",2\r\n';
    const whole = await list(csvItems(pieces(text), FIRST_ROW));
    const cut = await list(csvItems(pieces(...text), FIRST_ROW));

    expect(whole).toEqual([
      { A: 'x, "y"\r\nz', B: 'é' },
      { A: '', B: '2' },
    ]);
    expect(cut).toEqual(whole);
  });

  it('refuses a header with a name twice', async () => {
    await expect(list(csvItems(pieces('A,A\n'), FIRST_ROW))).rejects.toThrow(
      'CSV headers cannot contain duplicates.',
    );
  });

  it('hands out the fields in the order of a Java map', async () => {
    const [item] = await list(csvItems(pieces('True,{}\n1,2\n'), FIRST_ROW));

    expect(JSON.stringify(item)).toBe('{"{}":"2","True":"1"}');
    expect(javaMapOrder(['H1', ''])).toEqual(['', 'H1']);
    expect(javaMapOrder(['Region', 'Total'])).toEqual(['Total', 'Region']);
  });
});

describe('jsonItems', () => {
  it.each<[string, string, Json]>([
    ['[1, 2]', '', [1, 2]],
    ['{"a": {"b/c": [[3], 4]}}', '/a/b~1c', [[3], 4]],
    ['[[5]]', '/0', [5]],
  ])('of %s at %j are %j', async (text, pointer, items) => {
    await expect(list(jsonItems(pieces(text), pointer))).resolves.toEqual(items);
  });

  it.each([
    ['{"a": 1}', ''],
    ['[1]', '/a'],
    ['no json', ''],
  ])('of %s at %j are none', async (text, pointer) => {
    await expect(list(jsonItems(pieces(text), pointer))).rejects.toThrow(
      'Attempting to map over non-iterable node.',
    );
  });
});

describe('jsonLineItems', () => {
  it('is one item per line that is not blank', async () => {
    await expect(list(jsonLineItems(pieces('{"a"', ':1}\n\n2\r\n', '3')))).resolves.toEqual([
      { a: 1 },
      2,
      3,
    ]);
  });
});

describe('inventoryOf', () => {
  it('takes files and columns from the manifest', () => {
    const manifest = { fileSchema: 'Bucket, Key', files: [{ key: 'a.csv.gz' }, {}] };

    expect(inventoryOf(manifest)).toEqual({ keys: ['a.csv.gz'], columns: ['Bucket', 'Key'] });
  });
});

describe('batchItems', () => {
  const batch = (plan: { maxItems?: number; maxBytes?: number }, ...items: readonly Json[]) =>
    list(
      batchItems(each(...items), {
        maxItems: plan.maxItems,
        maxBytes: plan.maxBytes,
        batchInput: undefined,
      }),
    );

  it('puts so many items together', async () => {
    await expect(batch({ maxItems: 2 }, 1, 2, 3)).resolves.toEqual([
      { Items: [1, 2] },
      { Items: [3] },
    ]);
  });

  it('puts as many bytes together as allowed, and never less than one item', async () => {
    const plan = { maxBytes: '{"Items":["aa","bb"]}'.length };

    await expect(batch(plan, 'aa', 'bb', 'cc')).resolves.toEqual([
      { Items: ['aa', 'bb'] },
      { Items: ['cc'] },
    ]);
    await expect(batch({ maxBytes: plan.maxBytes - 1 }, 'aa', 'bb')).resolves.toHaveLength(2);
    await expect(batch({ maxBytes: 1 }, 'aa')).resolves.toEqual([{ Items: ['aa'] }]);
  });

  it('gives each batch the batch input', async () => {
    const plan = { maxItems: 1, maxBytes: undefined, batchInput: { at: 'noon' } };

    await expect(list(batchItems(each(1), plan))).resolves.toEqual([
      { BatchInput: { at: 'noon' }, Items: [1] },
    ]);
  });
});
