import type { Json } from '@pipelines/core';

/**
 * Does `value` match a StringMatches pattern?
 *
 * `*` stands for any characters, `\*` for a star and `\\` for a backslash. The pieces between stars
 * are searched from the left, so the cost is linear however many stars there are.
 */
export function matchesWildcards(value: Json, pattern: Json): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false;
  const pieces = splitAtStars(pattern);
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return value === first;
  const last = pieces.at(-1) ?? '';
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let position = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = value.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return position <= end;
}

/** The literal pieces of a pattern, escapes taken away; one more than it has stars. */
function splitAtStars(pattern: string): string[] {
  const pieces = [''];
  for (const part of pattern.match(/\\[*\\]|[^]/g) ?? []) {
    if (part === '*') pieces.push('');
    else pieces[pieces.length - 1] += part.length === 2 ? part.slice(1) : part;
  }
  return pieces;
}
