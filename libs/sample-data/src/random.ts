/** Reproducible random choices: the same seed and path give the same sequence, on any machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number from 0 to `limit - 1`. */
  below(limit: number): number;
  /** One of the list, each as likely. */
  pick<Item>(items: readonly Item[]): Item;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Bell curve; within six deviations of the mean. */
  normal(mean: number, deviation: number): number;
}

/**
 * A generator for one thing of one data set.
 *
 * Each thing has its own sequence, so that a table can be written without keeping the others in
 * memory: whatever another table needs of the thing is drawn again.
 *
 * @param seed - of the data set
 * @param kind - of thing, `patient`
 * @param index - which one
 */
export function createRandom(seed: number, kind: string, index: number): Random {
  let state = hash(`${seed}/${kind}/${index}`);
  // mulberry32: 32 bits of state pass every test that matters for made-up visits.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    pick: <Item>(items: readonly Item[]): Item => {
      if (items.length === 0) throw new RangeError('Nothing to pick from.');
      return items[Math.floor(next() * items.length)] as Item;
    },
    chance: (probability) => next() < probability,
    normal(mean, deviation) {
      // Twelve uniforms have variance 1. No logarithm, whose last bit differs between machines.
      let sum = -6;
      for (let index = 0; index < 12; index += 1) sum += next();
      return mean + deviation * sum;
    },
  };
}

/** FNV-1a, then mixed, so that neighbours have nothing in common. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
  return value ^ (value >>> 15);
}
