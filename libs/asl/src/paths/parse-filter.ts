import type { Json } from '@pipelines/core';
import { parseQuoted } from './parse-quoted.ts';
import {
  FILTER_OPERATORS,
  type FilterOperand,
  type FilterOperator,
  isDefinite,
  type PathFilter,
  type PathToken,
} from './path.ts';
import {
  accept,
  acceptPattern,
  expectText,
  peek,
  skipBlanks,
  syntaxError,
  type TextCursor,
} from './text-cursor.ts';

const NUMBER = /-?\d+(\.\d+)?([eE][-+]?\d+)?/y;
const WORD = /(true|false|null)(?![\w$])/y;
const PATTERN = /\/((?:[^/\\]|\\.)*)\/([a-zA-Z]*)/y;

/** The parser of path steps; an argument, because steps hold filters and filters hold steps. */
type ParseTokens = (cursor: TextCursor) => PathToken[];

/**
 * Parse the condition of `[?( … )]`, the cursor being behind the question mark.
 *
 * Jayway's grammar: `||` binds weakest, then `&&`, then `!`; a bare path asks for existence.
 *
 * @throws {AslSyntaxError} when the condition is not complete
 */
export function parseFilter(cursor: TextCursor, parseTokens: ParseTokens): PathFilter {
  skipBlanks(cursor);
  expectText(cursor, '(');
  const filter = parseOr(cursor, parseTokens);
  skipBlanks(cursor);
  expectText(cursor, ')');
  return filter;
}

function parseOr(cursor: TextCursor, parseTokens: ParseTokens): PathFilter {
  let filter = parseAnd(cursor, parseTokens);
  while (acceptWithBlanks(cursor, '||')) {
    filter = { kind: 'or', left: filter, right: parseAnd(cursor, parseTokens) };
  }
  return filter;
}

function parseAnd(cursor: TextCursor, parseTokens: ParseTokens): PathFilter {
  let filter = parseUnary(cursor, parseTokens);
  while (acceptWithBlanks(cursor, '&&')) {
    filter = { kind: 'and', left: filter, right: parseUnary(cursor, parseTokens) };
  }
  return filter;
}

function parseUnary(cursor: TextCursor, parseTokens: ParseTokens): PathFilter {
  if (acceptWithBlanks(cursor, '!'))
    return { kind: 'not', filter: parseUnary(cursor, parseTokens) };
  if (peek(cursor) === '(') return parseFilter(cursor, parseTokens);
  return parseComparison(cursor, parseTokens);
}

function parseComparison(cursor: TextCursor, parseTokens: ParseTokens): PathFilter {
  const left = parseOperand(cursor, parseTokens);
  const operator = acceptOperator(cursor);
  if (operator)
    return { kind: 'compare', left, operator, right: parseOperand(cursor, parseTokens) };
  if (left.kind !== 'path') throw syntaxError(cursor, 'expected an operator');
  return { kind: 'exists', operand: left };
}

function acceptOperator(cursor: TextCursor): FilterOperator | undefined {
  skipBlanks(cursor);
  const rest = cursor.text.slice(cursor.position).toLowerCase();
  const operator = FILTER_OPERATORS.find((candidate) => rest.startsWith(candidate));
  if (operator) cursor.position += operator.length;
  return operator;
}

function parseOperand(cursor: TextCursor, parseTokens: ParseTokens): FilterOperand {
  skipBlanks(cursor);
  const next = peek(cursor);
  if (next === '@' || next === '$') {
    cursor.position += 1;
    const tokens = parseTokens(cursor);
    return { kind: 'path', isRelative: next === '@', tokens, isDefinite: isDefinite(tokens) };
  }
  if (next === '/') return { kind: 'pattern', pattern: parsePattern(cursor) };
  return { kind: 'value', value: parseValue(cursor) };
}

function parseValue(cursor: TextCursor): Json {
  const next = peek(cursor);
  if (next === "'" || next === '"') return parseQuoted(cursor);
  if (next === '[') return parseArray(cursor);
  const word = acceptPattern(cursor, WORD);
  if (word) return JSON.parse(word) as Json;
  const number = acceptPattern(cursor, NUMBER);
  if (number === undefined) throw syntaxError(cursor, 'expected a value');
  return Number(number);
}

function parseArray(cursor: TextCursor): Json[] {
  expectText(cursor, '[');
  const items: Json[] = [];
  skipBlanks(cursor);
  while (!accept(cursor, ']')) {
    if (items.length > 0) expectText(cursor, ',');
    skipBlanks(cursor);
    items.push(parseValue(cursor));
    skipBlanks(cursor);
  }
  return items;
}

/** Java's `matches()` wants the whole text; only the flags that both languages know are kept. */
function parsePattern(cursor: TextCursor): RegExp {
  const literal = acceptPattern(cursor, PATTERN);
  const end = literal?.lastIndexOf('/') ?? 0;
  if (literal === undefined) throw syntaxError(cursor, 'expected a regular expression');
  const flags = literal.slice(end + 1).replace(/[^ims]/g, '');
  try {
    return new RegExp(`^(?:${literal.slice(1, end)})$`, flags);
  } catch {
    throw syntaxError(cursor, 'invalid regular expression');
  }
}

/** An operator that may stand alone; `!` before `=` belongs to a comparison. */
function acceptWithBlanks(cursor: TextCursor, operator: string): boolean {
  skipBlanks(cursor);
  return accept(cursor, operator);
}
