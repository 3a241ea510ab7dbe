import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@pipelines/testing';
import { bindSqlStep } from './bind-sql-step.ts';
import { assertSchemaName, InvalidIdentifierError, quoteIdentifier } from './identifiers.ts';
import { scanSql } from './scan-sql.ts';

const FUZZ_RUNS = 10_000;

describe('assertSchemaName', () => {
  it.each(['conflict', '_', 'a1_b2', 'a'.repeat(63)])('accepts %s', (name) => {
    expect(() => assertSchemaName(name)).not.toThrow();
  });

  it.each([
    'conflict"; drop table x;--',
    'conflict"; drop schema public;--',
    'a.b',
    'Conflict',
    '1st',
    'ünïcode',
    'a\u0000',
    'a\n',
    'conflict ',
    'a'.repeat(64),
    '',
    '${x}',
    'a-b',
    "a'b",
    'ａ',
  ])('refuses %j', (name) => {
    expect(() => assertSchemaName(name, 'POSTGRES_CONFLICT_SCHEMA')).toThrow(
      expect.objectContaining({
        name: 'InvalidIdentifierError',
        variable: 'POSTGRES_CONFLICT_SCHEMA',
      }),
    );
  });

  it('shows at most 80 characters of the name, on one line', () => {
    const name = `a\n${'x'.repeat(500)}`;

    expect(() => assertSchemaName(name)).toThrow(
      `schema is "a\\n${'x'.repeat(78)}": expected 1 to 63 lower-case letters`,
    );
  });
});

describe('quoteIdentifier', () => {
  it.each([
    ['Visit Date', '"Visit Date"'],
    ['a"b', '"a""b"'],
    [':"x"', '":""x"""'],
  ])('writes %s as %s', (name, quoted) => {
    expect(quoteIdentifier(name)).toBe(quoted);
  });

  it.each(['', 'a\0b'])('refuses %j, which no identifier can be', (name) => {
    expect(() => quoteIdentifier(name)).toThrow(InvalidIdentifierError);
  });
});

describe('a schema name from outside', () => {
  it('is refused or stays one identifier, whatever characters it holds', () => {
    const random = seededRandom(20_250_120);

    const escaped = Array.from({ length: FUZZ_RUNS }, () => hostileName(random)).filter(
      (name) => !isRefusedOrOneIdentifier(name),
    );

    expect(escaped).toEqual([]);
  });

  it('passes as quoted identifier through the scanner, whatever characters it holds', () => {
    const random = seededRandom(7);

    const torn = Array.from({ length: FUZZ_RUNS }, () => hostileName(random))
      .filter((name) => name !== '' && !name.includes('\0'))
      .filter((name) => scanSql(quoteIdentifier(name), 'f').length !== 1);

    expect(torn).toEqual([]);
  });
});

/** Pieces that have broken quoting somewhere, and plain ones, so that some names are valid. */
const PIECES = [
  '"',
  '""',
  "'",
  ';',
  '--',
  '/*',
  '*/',
  '$$',
  '$1',
  '\\',
  '\0',
  '\n',
  ' ',
  '.',
  ':',
  '::',
  ':"x"',
  ":'x'",
  'drop table x',
  'a',
  'conflict',
  '_',
  '9',
  'Z',
  'é',
  '\u202e',
  '\ud800',
  '％',
];

function hostileName(random: () => number): string {
  const length = Math.floor(random() * 6);
  return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
}

function isRefusedOrOneIdentifier(name: string): boolean {
  const step = { name: 's', text: 'select 1 from :"schema".t' };
  try {
    const { text } = bindSqlStep(step, { identifiers: { schema: name }, values: {} });
    return /^select 1 from "[a-z_][a-z0-9_]{0,62}"\.t$/.test(text) && text.includes(`"${name}"`);
  } catch (error) {
    return error instanceof InvalidIdentifierError;
  }
}
