/** More edits than this and a suggestion is a guess, not a help. */
const LARGEST_DISTANCE = 2;

/**
 * The candidate that `text` most likely stands for, as ` Did you mean "…"?`, else ''.
 *
 * A candidate counts when at most two letters differ, or when it begins with `text` of at least
 * three letters. Of several, the nearest in edits wins, then the first.
 */
export function didYouMean(text: string, candidates: readonly string[]): string {
  let best: { name: string; distance: number } | undefined;
  for (const name of candidates) {
    const isStart = text.length >= 3 && name.startsWith(text);
    const distance = isStart ? 0 : editDistance(text, name);
    if (distance > LARGEST_DISTANCE || distance >= name.length) continue;
    if (!best || distance < best.distance) best = { name, distance };
  }
  return best ? ` Did you mean "${best.name}"?` : '';
}

/** Levenshtein distance: inserted, deleted and replaced letters between `from` and `to`. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      const removed = (previous[column + 1] ?? 0) + 1;
      const added = (current[column] ?? 0) + 1;
      current.push(Math.min(replaced, removed, added));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
