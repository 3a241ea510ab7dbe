import { PipelineError } from '@pipelines/core';

/** A piece of SQL text. `variable` tokens are the only ones that binding replaces. */
export type SqlToken =
  | { readonly kind: 'code' | 'quoted' | 'comment' | 'semicolon'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly text: string;
      readonly form: 'identifier' | 'value';
      readonly name: string;
    };

/** A task file that our parser and psql would not read alike, or that is not SQL at all. */
export class SqlTaskSyntaxError extends PipelineError {
  static {
    SqlTaskSyntaxError.prototype.name = 'SqlTaskSyntaxError';
  }

  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, problem: string) {
    super(`${file}:${line}: ${problem}`);
    this.file = file;
    this.line = line;
  }
}

type PlainKind = Exclude<SqlToken['kind'], 'variable'>;

/** What may start at a position, tried in this order. Sticky: each matches only there. */
const PLAIN_TOKENS: readonly (readonly [PlainKind, RegExp])[] = [
  ['comment', /--[^\n]*/y],
  ['quoted', /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y],
  ['quoted', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  // A word is taken whole, so that the $ or the e inside it starts nothing.
  ['code', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['code', /::|:=|\s+|\d[\w.]*/y],
  ['semicolon', /;/y],
];
const VARIABLE = /:(?:"([A-Za-z_]\w*)"|'([A-Za-z_]\w*)')/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** Text that psql and a bound statement would read differently, with the way out. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/:[A-Za-z_{]\w*/y, `bare variable: write :"name" for an identifier, :'name' for a value`],
  [/\$\d+/y, `positional parameter: write :'name' for a value`],
  [/\\/y, 'psql command: a task holds SQL only'],
  [/'/y, 'string without an end'],
  [/"/y, 'quoted identifier without an end'],
];

/**
 * Cut SQL text into tokens by PostgreSQL's lexical rules, as far as psql's variables need them.
 *
 * `:"name"` and `:'name'` are variables except inside quotes, dollar quotes and comments, where
 * psql leaves them alone too; `::type` is a cast. The texts of all tokens join to the input.
 *
 * @param text - SQL, any number of statements
 * @param file - named in errors
 * @throws {SqlTaskSyntaxError} for an open quote or comment, a bare `:name`, `$1`, or a backslash
 * Source: PostgreSQL manual, "Lexical Structure" and psql's "SQL Interpolation".
 */
export function scanSql(text: string, file: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < text.length;) {
    const token = readToken(text, at, file);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function readToken(text: string, at: number, file: string): SqlToken {
  const variable = matchAt(VARIABLE, text, at);
  if (variable) return toVariable(variable);
  if (text.startsWith('/*', at)) {
    return { kind: 'comment', text: readBlockComment(text, at, file) };
  }
  const dollarQuote = matchAt(DOLLAR_QUOTE, text, at);
  if (dollarQuote) {
    return { kind: 'quoted', text: readDollarQuoted(text, at, { file, tag: dollarQuote[0] }) };
  }
  for (const [kind, pattern] of PLAIN_TOKENS) {
    const match = matchAt(pattern, text, at);
    if (match) return { kind, text: match[0] };
  }
  for (const [pattern, problem] of REFUSED) {
    if (matchAt(pattern, text, at)) throw new SqlTaskSyntaxError(file, lineAt(text, at), problem);
  }
  return { kind: 'code', text: text.charAt(at) };
}

function toVariable([text, identifier, value]: RegExpExecArray): SqlToken {
  if (identifier !== undefined) {
    return { kind: 'variable', text, form: 'identifier', name: identifier };
  }
  return { kind: 'variable', text, form: 'value', name: value ?? '' };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Block comments nest in PostgreSQL, unlike in C. */
function readBlockComment(text: string, at: number, file: string): string {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = at;
  let depth = 0;
  for (let match = edge.exec(text); match; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return text.slice(at, edge.lastIndex);
  }
  throw new SqlTaskSyntaxError(file, lineAt(text, at), 'comment without an end');
}

function readDollarQuoted(
  text: string,
  at: number,
  { file, tag }: { readonly file: string; readonly tag: string },
): string {
  const end = text.indexOf(tag, at + tag.length);
  if (end >= 0) return text.slice(at, end + tag.length);
  throw new SqlTaskSyntaxError(file, lineAt(text, at), `${tag} quote without an end`);
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
