import { AslSyntaxError } from '../errors.ts';

/** A place in a text under parse. The one mutable thing of the parsers; it never leaves them. */
export interface TextCursor {
  readonly text: string;
  position: number;
}

/** The character at the cursor; the empty string at the end. */
export function peek(cursor: TextCursor): string {
  return cursor.text.charAt(cursor.position);
}

/** Move behind `expected` when the text goes on with it. */
export function accept(cursor: TextCursor, expected: string): boolean {
  if (!cursor.text.startsWith(expected, cursor.position)) return false;
  cursor.position += expected.length;
  return true;
}

/** Move behind `expected`, or fail: {@link AslSyntaxError}. */
export function expectText(cursor: TextCursor, expected: string): void {
  if (!accept(cursor, expected)) throw syntaxError(cursor, `expected "${expected}"`);
}

/** Move behind blanks, tabs and line ends. */
export function skipBlanks(cursor: TextCursor): void {
  while (/\s/.test(peek(cursor))) cursor.position += 1;
}

/** Move behind the longest match of a sticky `pattern`; undefined, and no move, when none. */
export function acceptPattern(cursor: TextCursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.position;
  const match = pattern.exec(cursor.text)?.[0];
  if (match !== undefined) cursor.position += match.length;
  return match;
}

/** The error for a text that is not in the language, with the text and the place in it. */
export function syntaxError(cursor: TextCursor, problem: string): AslSyntaxError {
  return new AslSyntaxError(`"${cursor.text}" at position ${cursor.position}: ${problem}`);
}
