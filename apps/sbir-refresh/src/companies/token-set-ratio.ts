import { longestCommonSubsequence } from './longest-common-subsequence.ts';

/** A name cut into its distinct words, in alphabetical order, once for many comparisons. */
export interface TokenSet {
  readonly tokens: readonly string[];
  /** A number per token, the same for the same word: comparing numbers is what makes this fast. */
  readonly ids: readonly number[];
  /** Length of each token, in UTF-16 units. */
  readonly lengths: readonly number[];
  /** How often each character is there, 32 kinds: no two texts have more in common than this. */
  readonly letters: Uint8Array;
}

/** How two names compare. */
export interface TokenSetComparison {
  /** 0 to 100. */
  readonly score: number;
  /** Words that both have. */
  readonly sharedTokens: number;
}

/**
 * Cuts names into {@link TokenSet}s that can be compared with each other.
 *
 * @returns a function on text; a token is what white space parts. It remembers every word.
 */
export function createTokenizer(): (text: string) => TokenSet {
  const idOf = new Map<string, number>();
  return (text) => {
    const tokens = [...new Set(text.split(/\s+/))].filter((token) => token !== '');
    tokens.sort((a, b) => (a < b ? -1 : 1));
    const ids = tokens.map((token) => {
      const id = idOf.get(token) ?? idOf.size;
      idOf.set(token, id);
      return id;
    });
    return { tokens, ids, lengths: tokens.map(({ length }) => length), letters: lettersOf(tokens) };
  };
}

/**
 * The token-set ratio of two names: 100 when one has all words of the other.
 *
 * With the common words I and the rest A and B, each sorted and joined by spaces, it is the best of
 * comparing `I A` with `I B`, `I` with `I A` and `I` with `I B` by longest common subsequence.
 *
 * @param atLeast - a pair that cannot reach it may come back with any score below it
 * Source: sbir-refresh.md 5.2, golden values in its appendix B.
 */
export function tokenSetRatio(a: TokenSet, b: TokenSet, atLeast = 0): TokenSetComparison {
  const parted = partTokens(a, b);
  const { sharedTokens, sharedLength, restOfA, restOfB } = parted;
  if (a.ids.length === 0 || b.ids.length === 0) return { score: 0, sharedTokens };
  if (sharedTokens > 0 && (restOfA === 0 || restOfB === 0)) return { score: 100, sharedTokens };
  const gap = sharedTokens > 0 ? 1 : 0;
  const wholeA = sharedLength + gap + restOfA;
  const wholeB = sharedLength + gap + restOfB;
  const subsets =
    sharedTokens > 0
      ? Math.max(
          100 - (100 * (gap + restOfA)) / (sharedLength + wholeA),
          100 - (100 * (gap + restOfB)) / (sharedLength + wholeB),
        )
      : 0;
  const ratioOf = (subsequence: number): number =>
    100 - (100 * (restOfA + restOfB - 2 * subsequence)) / (wholeA + wholeB);
  // No subsequence is longer than the shorter rest, or has more than their common letters: nearly
  // every pair ends here, before a text is built.
  const ceiling = Math.max(subsets, ratioOf(Math.min(restOfA, restOfB)));
  if (ceiling < atLeast) return { score: ceiling, sharedTokens };
  const closer = Math.max(subsets, ratioOf(Math.min(restOfA, restOfB, commonRest(a, b, parted))));
  if (closer < atLeast) return { score: closer, sharedTokens };
  const subsequence = longestCommonSubsequence(restText(a, b), restText(b, a));
  return { score: Math.max(subsets, ratioOf(subsequence)), sharedTokens };
}

/** Lengths of the common words, and of the others, joined by spaces. */
function partTokens(a: TokenSet, b: TokenSet) {
  let sharedTokens = 0;
  let sharedLength = 0;
  for (let index = 0; index < a.ids.length; index++) {
    if (!b.ids.includes(a.ids[index] ?? -1)) continue;
    sharedTokens++;
    sharedLength += a.lengths[index] ?? 0;
  }
  return {
    sharedTokens,
    sharedLetters: sharedLength,
    sharedLength: joinedLength(sharedLength, sharedTokens),
    restOfA: joinedLength(sum(a.lengths) - sharedLength, a.ids.length - sharedTokens),
    restOfB: joinedLength(sum(b.lengths) - sharedLength, b.ids.length - sharedTokens),
  };
}

const KINDS = 32;
/** More than any name has, so that the ceiling does nothing. */
const MANY = 1_000_000;

function lettersOf(tokens: readonly string[]): Uint8Array {
  const letters = new Uint8Array(KINDS);
  for (const token of tokens) {
    for (let index = 0; index < token.length; index++) {
      const kind = token.charCodeAt(index) % KINDS;
      // 255 stands for more: a ceiling may be too high, never too low.
      letters[kind] = Math.min(255, (letters[kind] ?? 0) + 1);
    }
  }
  return letters;
}

/** The most characters that the rests can have in common: their letters, and spaces between. */
function commonRest(a: TokenSet, b: TokenSet, parted: ReturnType<typeof partTokens>): number {
  let letters = 0;
  for (let kind = 0; kind < KINDS; kind++) {
    const ofA = a.letters[kind] ?? 0;
    const ofB = b.letters[kind] ?? 0;
    letters += ofA === 255 || ofB === 255 ? MANY : ofA < ofB ? ofA : ofB;
  }
  const spaces = Math.min(a.ids.length, b.ids.length) - parted.sharedTokens - 1;
  return letters - parted.sharedLetters + spaces;
}

const joinedLength = (letters: number, tokens: number): number =>
  tokens === 0 ? 0 : letters + tokens - 1;

function sum(lengths: readonly number[]): number {
  let total = 0;
  for (let index = 0; index < lengths.length; index++) total += lengths[index] ?? 0;
  return total;
}

const restText = (of: TokenSet, without: TokenSet): string =>
  of.tokens.filter((_, index) => !without.ids.includes(of.ids[index] ?? -1)).join(' ');
