/** Words that mean the same in a company's name. */
const SAME_WORDS: Readonly<Record<string, string>> = {
  incorporated: 'inc',
  incorporation: 'inc',
  co: 'company',
  limited: 'ltd',
};

/**
 * A company's name as the matcher compares it: lower case, words only, four designators unified.
 *
 * `corp`, `corporation` and `llc` stay as they are. Not the name of a graph node: that is
 * `company-name-v1`. Source: sbir-refresh.md 5.2, step 1.
 */
export function matchName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => (Object.hasOwn(SAME_WORDS, word) ? (SAME_WORDS[word] ?? word) : word))
    .join(' ');
}
