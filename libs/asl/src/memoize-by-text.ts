/** A definition has few texts; only a caller that generates them could fill the memory. */
const MOST_KEPT = 10_000;

/**
 * Keep what a parser makes of a text, so that parsing it again costs a lookup.
 *
 * The memory is emptied when it holds 10 000 texts: results stay the same, only the time differs.
 *
 * @param parse - gives the same result for the same text; what it throws is thrown on, not kept
 */
export function memoizeByText<Result extends object>(
  parse: (text: string) => Result,
): (text: string) => Result {
  const kept = new Map<string, Result>();
  return (text) => {
    const known = kept.get(text);
    if (known) return known;
    const result = parse(text);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, result);
    return result;
  };
}
