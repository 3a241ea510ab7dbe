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
    state = (state * MULTIPLIER + 11n) & MASK_48;
    const bits = Number(state >> 17n);
    if ((bound & -bound) === bound) return Math.floor((bound * bits) / 2 ** 31);
    const value = bits % bound;
    // Java draws again when the last, incomplete run of `bound` numbers was hit.
    if (bits - value + (bound - 1) < 2 ** 31) return value;
  }
}
