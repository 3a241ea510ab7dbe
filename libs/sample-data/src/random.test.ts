import { describe, expect, it } from '@jest/globals';
import { createRandom } from './random.ts';

const draws = (seed: number, kind: string, index: number): number[] => {
  const random = createRandom(seed, kind, index);
  return Array.from({ length: 5 }, () => random.below(1_000));
};

describe('createRandom', () => {
  it('gives the same sequence on every machine', () => {
    expect(draws(1, 'visit', 0)).toMatchInlineSnapshot(`
     [
       118,
       270,
       893,
       525,
       284,
     ]
    `);
  });

  it.each([
    ['seed', 2, 'visit', 0],
    ['kind', 1, 'patient', 0],
    ['index', 1, 'visit', 1],
  ] as const)('gives another sequence for another %s', (_, seed, kind, index) => {
    expect(draws(seed, kind, index)).not.toEqual(draws(1, 'visit', 0));
  });

  it('spreads evenly', () => {
    const random = createRandom(7, 'spread', 0);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 40_000; draw += 1) {
      const quarter = random.below(4);
      counts[quarter] = (counts[quarter] ?? 0) + 1;
    }

    expect(Math.min(...counts)).toBeGreaterThan(9_700);
    expect(Math.max(...counts)).toBeLessThan(10_300);
  });

  it('has a bell with the mean and deviation asked for', () => {
    const random = createRandom(7, 'bell', 0);
    const values = Array.from({ length: 20_000 }, () => random.normal(10, 2));

    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;

    expect(mean).toBeCloseTo(10, 1);
    expect(variance).toBeGreaterThan(3.8);
    expect(variance).toBeLessThan(4.2);
  });

  it('keeps to the probability of a chance', () => {
    const random = createRandom(7, 'chance', 0);
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.03)).filter(Boolean);

    expect(hits.length).toBeGreaterThan(230);
    expect(hits.length).toBeLessThan(370);
  });

  it('picks every item, undefined ones too, and nothing from nothing', () => {
    const random = createRandom(7, 'pick', 0);
    const picked = new Set(Array.from({ length: 100 }, () => random.pick(['a', undefined, 'b'])));

    expect(picked).toEqual(new Set(['a', undefined, 'b']));
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
