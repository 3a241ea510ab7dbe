import { expect, it } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

it('gives the same numbers for the same seed, and others for another, all in [0, 1)', () => {
  const draw = (seed: number): readonly number[] => Array.from({ length: 100 }, seededRandom(seed));

  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7).filter((number) => number < 0 || number >= 1)).toEqual([]);
});
