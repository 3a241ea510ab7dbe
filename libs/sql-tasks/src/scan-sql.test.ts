import { describe, expect, it } from '@jest/globals';
import { scanSql } from './scan-sql.ts';

function variablesOf(text: string): string[] {
  return scanSql(text, 'f.sql').flatMap((token) => (token.kind === 'variable' ? token.text : []));
}

describe('scanSql', () => {
  it('finds both forms of variable', () => {
    expect(variablesOf(`select :'as_of'::date from :"schema".visits`)).toEqual([
      `:'as_of'`,
      ':"schema"',
    ]);
  });

  it.each([
    ['a string', `select ':"x" it''s :''y'''`],
    ['an identifier', `select "a:""x"""`],
    ['an escape string', String.raw`select e'\' :"x"', E'it''s :"x"'`],
    ['a dollar quote', `do $$ begin perform :"x"; end $$`],
    ['a tagged dollar quote', `select $q1$ $$ :"x" $q1$`],
    ['a line comment', `select 1 -- it's :"x"\n`],
    ['a nested block comment', `select /* a /* :"x" */ ' :"x" */ 1`],
    ['a cast', `select x::text, array[1, 2][1:2]`],
  ])('finds none in %s', (_, text) => {
    expect(variablesOf(text)).toEqual([]);
  });

  it.each([
    ['a word that ends in e', `select date':"x"', 1 as one, :'x'`],
    ['a dollar inside a name', `select a$b, c$d, :'x'`],
    ['a string that ends in a backslash', String.raw`select 'c:\', :'x'`],
    ['an assignment', `select f(a := :'x')`],
  ])('goes on correctly after %s', (_, text) => {
    expect(variablesOf(text)).toEqual([`:'x'`]);
  });

  it('loses no character', () => {
    const text = `-- é\nselect :"s".t, 'a;b', $x$;$x$ /* ; */ from "T" where n >= 1.5e3; §`;

    const tokens = scanSql(text, 'f.sql');

    expect(tokens.map((token) => token.text).join('')).toBe(text);
    expect(tokens.filter(({ kind }) => kind === 'semicolon')).toHaveLength(1);
  });

  it.each([
    ['a bare variable', 'select 1,\n  :as_of', `f.sql:2: bare variable`],
    ['a test for a variable', 'select :{?x}', 'f.sql:1: bare variable'],
    ['a positional parameter', 'select $1', 'f.sql:1: positional parameter'],
    ['a psql command', 'select 1;\n\n\\set x 1', 'f.sql:3: psql command'],
    ['an open string', `select 'a`, 'f.sql:1: string without an end'],
    ['an open identifier', 'select "a', 'f.sql:1: quoted identifier without an end'],
    ['an open comment', '\n/* /* */', 'f.sql:2: comment without an end'],
    ['an open dollar quote', 'select $a$ $$', 'f.sql:1: $a$ quote without an end'],
  ])('refuses %s and says where', (_, text, message) => {
    expect(() => scanSql(text, 'f.sql')).toThrow(message);
  });
});
