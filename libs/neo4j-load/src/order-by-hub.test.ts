import { describe, expect, it } from '@jest/globals';
import { orderByHub } from './order-by-hub.ts';

const pairsOf = (text: string): { from: string; to: string }[] =>
  text.split(' ').map((pair) => ({ from: pair.charAt(0), to: pair.charAt(1) }));
const ordered = (text: string): string =>
  orderByHub(pairsOf(text))
    .map(({ from, to }) => from + to)
    .join(' ');

describe('orderByHub', () => {
  it('puts together what has one target, where targets are shared', () => {
    expect(ordered('ax by cx dz ey')).toBe('ax cx by ey dz');
  });

  it('puts together what has one source, where sources are shared', () => {
    expect(ordered('xa yb xc zd ye')).toBe('xa xc yb ye zd');
  });

  it('keeps the order where nothing is shared', () => {
    expect(ordered('ax by cz')).toBe('ax by cz');
    expect(orderByHub([])).toEqual([]);
  });
});
