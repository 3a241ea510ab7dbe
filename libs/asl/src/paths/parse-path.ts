import { AslSyntaxError } from '../errors.ts';
import { memoizeByText } from '../memoize-by-text.ts';
import { parseFilter } from './parse-filter.ts';
import {
  isDefinite,
  type Path,
  PATH_FUNCTIONS,
  type PathFunctionName,
  type PathRoot,
  type PathToken,
} from './path.ts';
import { parseQuoted } from './parse-quoted.ts';
import {
  accept,
  acceptPattern,
  expectText,
  peek,
  skipBlanks,
  syntaxError,
  type TextCursor,
} from './text-cursor.ts';

/** A variable name by the rules of Assign: Unicode letters, digits and underscores. */
const VARIABLE_NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
/** A dotted name ends at what may follow it in a path, a filter or a call; hyphens belong to it. */
const DOTTED_NAME = /[^\s.[\]()'"*,?=<>!&|~]+/y;
const INTEGER = /-?\d+/y;

/**
 * Parse a JSONPath as Step Functions accepts it: Jayway's language, rooted at `$` (the input), `$$`
 * (the context object) or `$name` (a variable). Results are kept, so parsing again costs a lookup.
 *
 * @throws {AslSyntaxError} when `text` is not a path
 */
export const parsePath = memoizeByText((text): Path => {
  const cursor: TextCursor = { text, position: 0 };
  const root = parseRoot(cursor);
  const tokens = parseTokens(cursor);
  if (cursor.position < text.length) throw syntaxError(cursor, 'unexpected character');
  return { text, root, tokens, isDefinite: isDefinite(tokens) };
});

/** True when `text` is a JSONPath; never throws. */
export function isPath(text: string): boolean {
  try {
    parsePath(text);
    return true;
  } catch (error) {
    if (error instanceof AslSyntaxError) return false;
    throw error;
  }
}

function parseRoot(cursor: TextCursor): PathRoot {
  expectText(cursor, '$');
  if (accept(cursor, '$')) return { kind: 'context' };
  const name = acceptPattern(cursor, VARIABLE_NAME);
  return name === undefined ? { kind: 'input' } : { kind: 'variable', name };
}

/**
 * Parse the steps behind a root, up to the first character that cannot continue the path.
 *
 * @throws {AslSyntaxError} when a step has begun and is not complete
 */
export function parseTokens(cursor: TextCursor): PathToken[] {
  const tokens: PathToken[] = [];
  for (;;) {
    if (accept(cursor, '..')) {
      tokens.push({ kind: 'descent' });
      tokens.push(peek(cursor) === '[' ? parseBracket(cursor) : parseDotted(cursor));
    } else if (accept(cursor, '.')) {
      tokens.push(parseDotted(cursor));
    } else if (peek(cursor) === '[') {
      tokens.push(parseBracket(cursor));
    } else {
      return tokens;
    }
    if (tokens.at(-1)?.kind === 'function') return tokens;
  }
}

function parseDotted(cursor: TextCursor): PathToken {
  if (accept(cursor, '*')) return { kind: 'wildcard' };
  const name = acceptPattern(cursor, DOTTED_NAME);
  if (name === undefined) throw syntaxError(cursor, 'expected a property name');
  if (!accept(cursor, '(')) return { kind: 'property', names: [name] };
  skipBlanks(cursor);
  expectText(cursor, ')');
  if (!isPathFunction(name)) throw syntaxError(cursor, `unknown function "${name}"`);
  return { kind: 'function', name };
}

function isPathFunction(name: string): name is PathFunctionName {
  return (PATH_FUNCTIONS as readonly string[]).includes(name);
}

function parseBracket(cursor: TextCursor): PathToken {
  expectText(cursor, '[');
  skipBlanks(cursor);
  const token = parseBracketContent(cursor);
  skipBlanks(cursor);
  expectText(cursor, ']');
  return token;
}

function parseBracketContent(cursor: TextCursor): PathToken {
  const next = peek(cursor);
  if (next === '*') {
    cursor.position += 1;
    return { kind: 'wildcard' };
  }
  if (next === "'" || next === '"') {
    return { kind: 'property', names: parseList(cursor, parseQuoted) };
  }
  if (next === '?') {
    cursor.position += 1;
    return { kind: 'filter', filter: parseFilter(cursor, parseTokens) };
  }
  return parseIndexOrSlice(cursor);
}

function parseIndexOrSlice(cursor: TextCursor): PathToken {
  const from = acceptPattern(cursor, INTEGER);
  if (accept(cursor, ':')) {
    const to = acceptPattern(cursor, INTEGER);
    if (from === undefined && to === undefined) throw syntaxError(cursor, 'expected a number');
    return { kind: 'slice', from: toNumber(from), to: toNumber(to) };
  }
  if (from === undefined) throw syntaxError(cursor, 'expected an index, a name or a filter');
  cursor.position -= from.length;
  return { kind: 'index', indexes: parseList(cursor, parseInteger) };
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function parseInteger(cursor: TextCursor): number {
  const text = acceptPattern(cursor, INTEGER);
  if (text === undefined) throw syntaxError(cursor, 'expected a number');
  return Number(text);
}

function parseList<Item>(cursor: TextCursor, parseItem: (cursor: TextCursor) => Item): Item[] {
  const items = [parseItem(cursor)];
  skipBlanks(cursor);
  while (accept(cursor, ',')) {
    skipBlanks(cursor);
    items.push(parseItem(cursor));
    skipBlanks(cursor);
  }
  return items;
}
