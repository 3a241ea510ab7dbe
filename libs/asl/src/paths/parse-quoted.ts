import { peek, syntaxError, type TextCursor } from './text-cursor.ts';

/**
 * Parse a name or a string in single or double quotes, the cursor being at the first quote.
 *
 * A backslash before the same quote makes it part of the value. Before anything else the backslash
 * stands for itself: Step Functions finds the key `a\"b` with `$['a\"b']`.
 *
 * @throws {AslSyntaxError} when the closing quote is missing
 */
export function parseQuoted(cursor: TextCursor): string {
  const quote = peek(cursor);
  if (quote !== "'" && quote !== '"') throw syntaxError(cursor, 'expected a quoted name');
  cursor.position += 1;
  let value = '';
  while (peek(cursor) !== quote) {
    if (cursor.text.startsWith(`\\${quote}`, cursor.position)) cursor.position += 1;
    if (peek(cursor) === '') throw syntaxError(cursor, `missing ${quote}`);
    value += peek(cursor);
    cursor.position += 1;
  }
  cursor.position += 1;
  return value;
}
