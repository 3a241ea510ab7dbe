/** Tokens that data-frame libraries and databases write for "nothing", in lower case. */
const NULL_TOKENS: ReadonlySet<string> = new Set(['nan', 'nat', 'none', 'null', '<na>', '\\n']);
const LONGEST_TOKEN = 4;
const SPACE = 0x20;
const FIRST_BEYOND_ASCII = 0x80;

/**
 * The trimmed text of a cell, or null when it holds nothing.
 *
 * Nothing is: blank (NBSP counts as a space), or one of `nan nat none null <na> \N` in any case.
 * Source: sbir-contracts.md section 4.
 */
export function textOf(cell: string): string | null {
  if (cell === '') return null;
  const text = cell.trim();
  if (text === '') return null;
  return text.length <= LONGEST_TOKEN && NULL_TOKENS.has(text.toLowerCase()) ? null : text;
}

/** Whether a cell holds something: `textOf(cell) !== null`, nearly always without trimming it. */
export function isFilled(cell: string): boolean {
  if (cell === '') return false;
  const first = cell.charCodeAt(0);
  // "nan\n  " is longer than a token, too: the last character must be no space either.
  const last = cell.charCodeAt(cell.length - 1);
  return (cell.length > LONGEST_TOKEN && isInk(first) && isInk(last)) || textOf(cell) !== null;
}

/**
 * A copy of a text that does not hold on to the text that it was cut from.
 *
 * V8 keeps a slice of 13 characters or more as a window on its parent: here a whole chunk of the
 * file. Anything from a record that outlives the record must pass through this.
 */
export function detachText(text: string): string {
  return Buffer.from(text).toString();
}

/**
 * As `detachText`, one copy of each text: a file of 219 500 awards has 40 000 companies and eleven
 * agencies.
 */
export function createTextPool(): (text: string) => string {
  const pool = new Map<string, string>();
  return (text) => {
    const known = pool.get(text);
    if (known !== undefined) return known;
    const copy = detachText(text);
    pool.set(copy, copy);
    return copy;
  };
}

const isInk = (code: number): boolean => code > SPACE && code < FIRST_BEYOND_ASCII;
