import { longestCommonSubsequence } from './longest-common-subsequence.ts';

/** Characters are counted in this many kinds, by their code. */
export const LETTER_KINDS = 32;
/** A count that stands for itself and more: a ceiling may be too high, never too low. */
export const MANY_LETTERS = 255;

/** A name cut into its distinct words, in alphabetical order, once for many comparisons. */
export interface TokenSet {
  readonly tokens: readonly string[];
  /** A number per token, the same for the same word: comparing numbers is what makes this fast. */
  readonly ids: readonly number[];
  /** Length of each token, in UTF-16 units. */
  readonly lengths: readonly number[];
  /** Their sum. */
  readonly size: number;
  /** How often each of {@link LETTER_KINDS} is there: no two texts have more in common than this. */
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
    const lengths = tokens.map(({ length }) => length);
    const size = lengths.reduce((sum, length) => sum + length, 0);
    return { tokens, ids, lengths, size, letters: lettersOf(tokens) };
  };
}

/**
 * The token-set ratio of two names: 100 when one has all words of the other.
 *
 * With the common words I and the rest A and B, each sorted and joined by spaces, it is the best of
 * comparing `I A` with `I B`, `I` with `I A` and `I` with `I B` by longest common subsequence.
 *
 * Of millions of pairs, a `NameBlock` says which are worth it. Source: sbir-refresh.md 5.2, golden values in its appendix B.
 */
export function tokenSetRatio(a: TokenSet, b: TokenSet): TokenSetComparison {
  const { sharedTokens, sharedLength, restOfA, restOfB } = partTokens(a, b);
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
  const subsequence = longestCommonSubsequence(restText(a, b), restText(b, a));
  const ratio = 100 - (100 * (restOfA + restOfB - 2 * subsequence)) / (wholeA + wholeB);
  return { score: Math.max(subsets, ratio), sharedTokens };
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
    sharedLength: joinedLength(sharedLength, sharedTokens),
    restOfA: joinedLength(a.size - sharedLength, a.ids.length - sharedTokens),
    restOfB: joinedLength(b.size - sharedLength, b.ids.length - sharedTokens),
  };
}

function lettersOf(tokens: readonly string[]): Uint8Array {
  const letters = new Uint8Array(LETTER_KINDS);
  for (const token of tokens) {
    for (let index = 0; index < token.length; index++) {
      const kind = token.charCodeAt(index) % LETTER_KINDS;
      letters[kind] = Math.min(MANY_LETTERS, (letters[kind] ?? 0) + 1);
    }
  }
  return letters;
}

const joinedLength = (letters: number, tokens: number): number =>
  tokens === 0 ? 0 : letters + tokens - 1;

const restText = (of: TokenSet, without: TokenSet): string =>
  of.tokens.filter((_, index) => !without.ids.includes(of.ids[index] ?? -1)).join(' ');
