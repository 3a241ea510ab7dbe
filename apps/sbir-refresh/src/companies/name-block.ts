import type { Company } from './company-catalogue.ts';
import { LETTER_KINDS, MANY_LETTERS, type TokenSet } from './token-set-ratio.ts';

/** Companies that a name is compared with, and what bounds their scores, side by side in memory. */
export interface NameBlock {
  readonly companies: readonly Company[];
  /**
   * The first place in `companies`, from `from` on, whose token-set ratio with the name may reach
   * `floor`; -1 when all that are left are below it.
   */
  nextContender(name: TokenSet, from: number, floor: number): number;
}

/**
 * Pack the words of companies, as numbers, into arrays.
 *
 * Nearly every pair of names is ruled out by lengths and letters alone, and then the time goes into
 * fetching them: 27 000 objects lie all over the memory, a block of 800 names fits the cache.
 */
export function createNameBlock(
  companies: readonly Company[],
  tokensOf: (name: string) => TokenSet,
): NameBlock {
  const packed = pack(companies.map(({ name }) => tokensOf(name)));
  return {
    companies,
    nextContender(name, from, floor) {
      for (let place = from; place < companies.length; place++) {
        if (mayReach({ name, packed, place }, floor)) return place;
      }
      return -1;
    },
  };
}

interface PackedNames {
  /** The ids of all words; those of a place from `starts[place]` to `starts[place + 1]`. */
  readonly ids: Uint32Array;
  readonly starts: Uint32Array;
  /** Letters in all words of a name. */
  readonly sizes: Uint32Array;
  readonly letters: Uint8Array;
}

function pack(sets: readonly TokenSet[]): PackedNames {
  const starts = new Uint32Array(sets.length + 1);
  const letters = new Uint8Array(sets.length * LETTER_KINDS);
  sets.forEach((set, place) => {
    starts[place + 1] = (starts[place] ?? 0) + set.ids.length;
    letters.set(set.letters, place * LETTER_KINDS);
  });
  return {
    ids: Uint32Array.from(sets.flatMap(({ ids }) => ids)),
    starts,
    sizes: Uint32Array.from(sets, ({ size }) => size),
    letters,
  };
}

interface Pair {
  readonly name: TokenSet;
  readonly packed: PackedNames;
  readonly place: number;
}

/** Whether a pair may score `floor`: bounds of `tokenSetRatio`, by the same formulas. */
function mayReach(pair: Pair, floor: number): boolean {
  const { name, packed, place } = pair;
  const { ids, starts } = packed;
  const [start, end] = [starts[place] ?? 0, starts[place + 1] ?? 0];
  let tokens = 0;
  let shared = 0;
  for (let at = 0; at < name.ids.length; at++) {
    const id = name.ids[at];
    for (let other = start; other < end; other++) {
      if (ids[other] !== id) continue;
      tokens++;
      shared += name.lengths[at] ?? 0;
    }
  }
  const [width, otherWidth] = [name.ids.length, end - start];
  if (tokens === width || tokens === otherWidth) return true;
  const rest = name.size - shared + width - tokens - 1;
  const otherRest = (packed.sizes[place] ?? 0) - shared + otherWidth - tokens - 1;
  const shorter = Math.min(rest, otherRest);
  // The common words with a space behind each, in both names.
  const common = 2 * (shared + tokens);
  if (tokens > 0 && 100 - (100 * (1 + shorter)) / (common - 1 + shorter) >= floor) return true;
  const ceilingOf = (subsequence: number): number =>
    100 - (100 * (rest + otherRest - 2 * subsequence)) / (common + rest + otherRest);
  // No subsequence is longer than the shorter rest, or has more than the letters of both.
  if (ceilingOf(shorter) < floor) return false;
  const spaces = Math.min(width, otherWidth) - tokens - 1;
  return ceilingOf(Math.min(shorter, commonLetters(pair) - shared + spaces)) >= floor;
}

function commonLetters({ name, packed, place }: Pair): number {
  const start = place * LETTER_KINDS;
  let letters = 0;
  for (let kind = 0; kind < LETTER_KINDS; kind++) {
    const of = name.letters[kind] ?? 0;
    const other = packed.letters[start + kind] ?? 0;
    letters += of === MANY_LETTERS || other === MANY_LETTERS ? 1_000_000 : Math.min(of, other);
  }
  return letters;
}
