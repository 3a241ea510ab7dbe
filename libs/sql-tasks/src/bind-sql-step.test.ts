import { describe, expect, it } from '@jest/globals';
import { bindSqlStep } from './bind-sql-step.ts';

const step = (text: string): { name: string; text: string } => ({ name: 'copy', text });

describe('bindSqlStep', () => {
  it('quotes identifiers and numbers each value once', () => {
    const bound = bindSqlStep(
      step(`select :'to', :'from', :'to'::date, ':''to''' from :"schema"."Table"`),
      { identifiers: { schema: 'conflict' }, values: { from: 'a', to: null, other: 'unused' } },
    );

    expect(bound).toEqual({
      text: `select $1, $2, $1::date, ':''to''' from "conflict"."Table"`,
      values: [null, 'a'],
    });
  });

  it('keeps a value out of the text, whatever it holds', () => {
    const bound = bindSqlStep(step(`select :'as_of'`), {
      identifiers: {},
      values: { as_of: `'; select pg_sleep(5)--` },
    });

    expect(bound).toEqual({ text: 'select $1', values: [`'; select pg_sleep(5)--`] });
  });

  it.each([
    [`select :'from'`, `:'from'`],
    ['select 1 from :"schema".t', ':"schema"'],
    [`select :'constructor'`, `:'constructor'`],
    ['select 1 from :"constructor".t', ':"constructor"'],
  ])('refuses a variable without a binding: %s', (text, variable) => {
    expect(() => bindSqlStep(step(text), { identifiers: {}, values: {} })).toThrow(
      expect.objectContaining({ name: 'UnknownSqlVariableError', step: 'copy', variable }),
    );
  });

  it('refuses a value as identifier and an identifier as value', () => {
    const bindings = { identifiers: { schema: 'conflict' }, values: { as_of: 'x' } };

    expect(() => bindSqlStep(step('select 1 from :"as_of".t'), bindings)).toThrow(':"as_of"');
    expect(() => bindSqlStep(step(`select :'schema'`), bindings)).toThrow(`:'schema'`);
  });

  it('names the variable whose schema name is refused', () => {
    expect(() =>
      bindSqlStep(step('select 1 from :"schema".t'), {
        identifiers: { schema: 'conflict"; drop schema public;--' },
        values: {},
      }),
    ).toThrow(expect.objectContaining({ name: 'InvalidIdentifierError', variable: 'schema' }));
  });
});
