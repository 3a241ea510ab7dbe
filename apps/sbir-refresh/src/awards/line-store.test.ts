import { describe, expect, it } from '@jest/globals';
import { createLineStore } from './line-store.ts';

describe('a line store', () => {
  it('gives every line back, in any order', () => {
    const store = createLineStore();
    const lines = Array.from({ length: 5_000 }, (_, n) => `${n}: ${'“x”'.repeat(n % 90)}`);

    const places = lines.map((line) => store.add(line));

    const backwards = places.toReversed().map((place) => store.get(place));
    expect(places.map((place) => store.get(place))).toEqual(lines);
    expect(backwards).toEqual(lines.toReversed());
    expect(new Set(places).size).toBe(lines.length);
  });

  it('has room for thousands of empty lines, and gives those that it has not filled a block with', () => {
    const store = createLineStore();
    const places = Array.from({ length: 3_000 }, () => store.add(''));

    const last = store.add('last');

    expect(places.map((place) => store.get(place))).toEqual(places.map(() => ''));
    expect(store.get(last)).toBe('last');
  });

  it('has nothing at a place that it did not give', () => {
    const store = createLineStore();
    store.add('one');

    expect([1, 1_024, 9_999_999].map((place) => store.get(place))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
