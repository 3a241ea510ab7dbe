const MULTIPLIER = 0x5deece66dn;
const MASK_48 = (1n << 48n) - 1n;

/**
 * The first `nextInt(bound)` of Java's `java.util.Random` with this seed: Step Functions runs on
 * Java, and promises only that the same seed gives the same number.
 *
 * @param bound - greater than 0; the result is in [0, bound)
 */
export function nextSeededInteger(seed: number, bound: number): number {
  let state = (BigInt(seed) ^ MULTIPLIER) & MASK_48;
  for (;;) {
    state = advance(state);
    const bits = Number(state >> 17n);
    if ((bound & -bound) === bound) return Math.floor((bound * bits) / 2 ** 31);
    const value = bits % bound;
    // Java draws again when the last, incomplete run of `bound` numbers was hit.
    if (bits - value + (bound - 1) < 2 ** 31) return value;
  }
}

/** The first `nextDouble()` of Java's `java.util.Random` with this seed, in [0, 1). */
export function seededFraction(seed: number): number {
  const first = advance((BigInt(seed) ^ MULTIPLIER) & MASK_48);
  const second = advance(first);
  const bits = (first >> 22n) * 2n ** 27n + (second >> 21n);
  return Number(bits) / 2 ** 53;
}

function advance(state: bigint): bigint {
  return (state * MULTIPLIER + 11n) & MASK_48;
}
