import { detachText } from './null-text.ts';

/** More distinct texts than this, and the memory starts anew: a broken file has no end of them. */
const MAX_TEXTS = 20_000;

/**
 * A pure function of a text that remembers its results, for columns whose values come again.
 *
 * Memory is bounded, and holds on to no chunk of a file.
 */
export function memoizeText<Result extends object | string | null>(
  compute: (text: string) => Result,
): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const copy = detachText(text);
    const result = compute(copy);
    if (known.size >= MAX_TEXTS) known.clear();
    known.set(copy, result);
    return result;
  };
}
