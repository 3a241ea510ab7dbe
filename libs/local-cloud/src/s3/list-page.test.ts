import { describe, expect, it } from '@jest/globals';
import { collectPage, keyAfterMarker, type Page } from './list-page.ts';

const KEYS = ['a', 'b/1', 'b/2', 'b/2/x', 'c', 'd/1', 'd/e/1'];

function list(
  keys: readonly string[],
  options: { prefix?: string; delimiter?: string; fromKey?: string | undefined; limit?: number },
): Page<{ readonly key: string }> & { readonly looked: number } {
  let looked = 0;
  const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const seek = function* (fromKey: string): Iterable<{ readonly key: string }> {
    for (const key of inOrder) {
      if (Buffer.compare(Buffer.from(key), Buffer.from(fromKey)) < 0) continue;
      looked++;
      yield { key };
    }
  };
  const { prefix = '', delimiter, fromKey, limit = 1_000 } = options;
  return { ...collectPage({ seek, prefix, delimiter, fromKey, limit }), looked };
}

/** Follow a list to its end, a page at a time; entries and prefixes in the order they come. */
function listAll(
  keys: readonly string[],
  options: { prefix: string; delimiter?: string; limit: number },
): readonly string[] {
  const found: string[] = [];
  let fromKey: string | undefined;
  for (;;) {
    const page = list(keys, { ...options, fromKey });
    found.push(...page.entries.map(({ key }) => key), ...page.commonPrefixes);
    if (page.nextMarker === undefined) return found;
    fromKey = keyAfterMarker(page.nextMarker, options.prefix, options.delimiter);
    if (fromKey === undefined) return found;
  }
}

describe('collectPage', () => {
  it('lists the keys of a prefix', () => {
    const page = list(KEYS, { prefix: 'b/' });

    expect(page.entries).toEqual([{ key: 'b/1' }, { key: 'b/2' }, { key: 'b/2/x' }]);
    expect(page.nextMarker).toBeUndefined();
  });

  it('rolls up keys behind the delimiter', () => {
    const page = list(KEYS, { delimiter: '/' });

    expect(page.entries).toEqual([{ key: 'a' }, { key: 'c' }]);
    expect(page.commonPrefixes).toEqual(['b/', 'd/']);
  });

  it('looks at one key of a rolled-up prefix, however many there are', () => {
    const many = Array.from({ length: 500 }, (_, at) => `b/${at}`);

    expect(list([...many, 'c'], { delimiter: '/' }).looked).toBe(2);
  });

  it('counts entries and prefixes together', () => {
    const page = list(KEYS, { delimiter: '/', limit: 2 });

    expect(page).toMatchObject({
      entries: [{ key: 'a' }],
      commonPrefixes: ['b/'],
      nextMarker: 'b/',
    });
  });

  it('has no next page when the last key just fits', () => {
    expect(list(KEYS, { limit: 7 }).nextMarker).toBeUndefined();
    expect(list(KEYS, { limit: 6 }).nextMarker).toBe('d/1');
  });

  it('is empty, and at its end, with a limit of none', () => {
    expect(list(KEYS, { limit: 0 })).toMatchObject({ entries: [], nextMarker: undefined });
  });

  it.each([1, 2, 3])('gives every key once in pages of %d', (limit) => {
    expect(listAll(KEYS, { prefix: '', limit })).toEqual(KEYS);
    expect(listAll(KEYS, { prefix: 'd/', delimiter: '/', limit })).toEqual(['d/1', 'd/e/']);
    expect(listAll(KEYS, { prefix: '', delimiter: '/', limit })).toHaveLength(4);
  });

  it('keeps the order of UTF-8, where U+FFFD comes before U+1F600', () => {
    const keys = ['\u{FFFD}/a', '\u{FFFD}/b', '\u{1F600}/a', '\u{1F600}/b', 'z'];

    expect(listAll(keys, { prefix: '', delimiter: '/', limit: 1 })).toEqual([
      'z',
      '\u{FFFD}/',
      '\u{1F600}/',
    ]);
    expect(listAll(keys, { prefix: '\u{FFFD}', limit: 1 })).toEqual(['\u{FFFD}/a', '\u{FFFD}/b']);
  });

  it('goes on behind a prefix that ends at the edge of what UTF-16 can say', () => {
    const keys = ['a\u{D7FF}1', 'a\u{D7FF}2', 'a\u{E000}', 'b\u{10FFFF}1', 'b\u{10FFFF}2', 'c'];

    expect(listAll(keys, { prefix: '', delimiter: '\u{D7FF}', limit: 9 })).toHaveLength(5);
    expect(list(keys, { delimiter: '\u{10FFFF}' }).commonPrefixes).toEqual(['b\u{10FFFF}']);
    expect(list(keys, { delimiter: '\u{10FFFF}' }).entries).toHaveLength(4);
  });
});
