import { AslSyntaxError } from '../errors.ts';
import { memoizeByText } from '../memoize-by-text.ts';
import { parsePath, parseTokens } from '../paths/parse-path.ts';
import {
  accept,
  acceptPattern,
  expectText,
  peek,
  skipBlanks,
  syntaxError,
  type TextCursor,
} from '../paths/text-cursor.ts';
import {
  INTRINSIC_ARITIES,
  type IntrinsicArgument,
  type IntrinsicCall,
  type IntrinsicName,
} from './intrinsic.ts';

const NAME = /States\.[A-Za-z0-9]+/y;
const NUMBER = /-?\d+(\.\d+)?([eE][-+]?\d+)?/y;
const WORD = /(true|false|null)(?!\w)/y;
const ROOT = /\$\$?[\p{L}\p{N}_]*/uy;
/** Step Functions refuses any other escape, `\"` and `\n` too, when the machine is created. */
const TEXT = /'((?:[^'\\]|\\['{}\\])*)'/y;

/**
 * Parse a call of an intrinsic function: `States.Format('{} of {}', $.a, States.MathAdd($.b, 1))`.
 *
 * Arguments are paths, texts in single quotes, numbers, `true`, `false`, `null` and calls. Results
 * are kept, so parsing again costs a lookup.
 *
 * @throws {AslSyntaxError} for an unknown function, a wrong number of arguments, an illegal escape
 * and anything else that Step Functions refuses when a machine is created
 */
export const parseIntrinsic = memoizeByText((text): IntrinsicCall => {
  const cursor: TextCursor = { text, position: 0 };
  const call = parseCall(cursor);
  skipBlanks(cursor);
  if (cursor.position < text.length) throw syntaxError(cursor, 'unexpected character');
  return call;
});

/** True when `text` is a call of an intrinsic function; never throws. */
export function isIntrinsic(text: string): boolean {
  try {
    parseIntrinsic(text);
    return true;
  } catch (error) {
    if (error instanceof AslSyntaxError) return false;
    throw error;
  }
}

function parseCall(cursor: TextCursor): IntrinsicCall {
  const name = acceptPattern(cursor, NAME);
  if (name === undefined || !isIntrinsicName(name)) {
    throw syntaxError(cursor, 'expected the name of an intrinsic function');
  }
  const args = parseArguments(cursor);
  const [least, most] = INTRINSIC_ARITIES[name];
  if (args.length < least || args.length > most) {
    throw syntaxError(cursor, `wrong number of arguments for ${name}: ${args.length}`);
  }
  return { kind: 'call', name, args };
}

function isIntrinsicName(name: string): name is IntrinsicName {
  return Object.hasOwn(INTRINSIC_ARITIES, name);
}

function parseArguments(cursor: TextCursor): IntrinsicArgument[] {
  skipBlanks(cursor);
  expectText(cursor, '(');
  skipBlanks(cursor);
  const args: IntrinsicArgument[] = [];
  if (accept(cursor, ')')) return args;
  do {
    skipBlanks(cursor);
    args.push(parseArgument(cursor));
    skipBlanks(cursor);
  } while (accept(cursor, ','));
  expectText(cursor, ')');
  return args;
}

function parseArgument(cursor: TextCursor): IntrinsicArgument {
  const next = peek(cursor);
  if (next === '$') return { kind: 'path', path: parsePathArgument(cursor) };
  if (next === "'") {
    const quoted = acceptPattern(cursor, TEXT);
    if (quoted === undefined) throw syntaxError(cursor, 'illegal escape or missing quote');
    return { kind: 'text', raw: quoted.slice(1, -1) };
  }
  if (next === 'S') return parseCall(cursor);
  const literal = acceptPattern(cursor, WORD) ?? acceptPattern(cursor, NUMBER);
  if (literal === undefined) throw syntaxError(cursor, 'expected an argument');
  return { kind: 'value', value: JSON.parse(literal) as null | boolean | number };
}

function parsePathArgument(cursor: TextCursor): string {
  const start = cursor.position;
  acceptPattern(cursor, ROOT);
  parseTokens(cursor);
  return parsePath(cursor.text.slice(start, cursor.position)).text;
}
