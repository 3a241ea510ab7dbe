import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { evaluateStringExpression, evaluateTemplate } from './evaluate-template.ts';

const host = { random: () => 0, uuid: () => 'u', hash: () => 'h' };
const scope = {
  input: { name: 'Ada', list: [1, 2] },
  context: { Execution: { Id: 'arn:x' } },
};
const fill = (template: Json): Json => evaluateTemplate(template, scope, host, 'Parameters');

describe('evaluateTemplate', () => {
  it('fills paths, context and calls at any depth and keeps the rest', () => {
    const filled = fill({
      'who.$': '$.name',
      'run.$': '$$.Execution.Id',
      fixed: 1,
      deep: [{ 'count.$': 'States.ArrayLength($.list)' }, 'text', { 'all.$': '$' }],
    });

    expect(filled).toEqual({
      who: 'Ada',
      run: 'arn:x',
      fixed: 1,
      deep: [{ count: 2 }, 'text', { all: scope.input }],
    });
  });

  it('hands back a template without expressions, comments included, as it is', () => {
    const template = { Comment: 'data', comment: 'data', list: [{ '$.x': '$.name' }], n: null };

    expect(fill(template)).toBe(template);
  });

  it('fills the same template again for another input', () => {
    const template = { 'a.$': '$.v' };

    const results = [1, 2].map((v) =>
      evaluateTemplate(template, { input: { v }, context: {} }, host, 'Parameters'),
    );

    expect(results).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('says which path of which field selects nothing, and in which input', () => {
    expect(() => fill({ deep: { 'value.$': '$.nope' } })).toThrow(
      expect.objectContaining({
        errorName: 'States.Runtime',
        message:
          "The JSONPath '$.nope' specified for the field 'value.$' could not be found in the " +
          `input '{"name":"Ada","list":[1,2]}'`,
      }),
    );
  });

  it('shows the context object when the path is one of the context', () => {
    expect(() => fill({ 'value.$': '$$.Task.Token' })).toThrow(
      `could not be found in the input '{"Execution":{"Id":"arn:x"}}'`,
    );
  });

  it('takes an index behind the end of an array for null', () => {
    expect(fill({ 'a.$': '$.list[2]' })).toEqual({ a: null });
    expect(() => fill({ 'a.$': '$.list[2].x' })).toThrow('could not be found');
  });

  it('gives an empty list for a wildcard without match', () => {
    expect(fill({ 'a.$': '$.nope[*].x' })).toEqual({ a: [] });
  });

  it('refuses an expression that is not a text, naming where it stands', () => {
    expect(() => fill({ 'a.$': 5 })).toThrow(
      "The value for the field 'a.$' in Parameters must be a valid JSONPath or a valid intrinsic function call",
    );
  });

  it('sets a key named __proto__ as data', () => {
    expect(JSON.stringify(fill({ '__proto__.$': '$.name' }))).toBe('{"__proto__":"Ada"}');
  });
});

describe('evaluateStringExpression', () => {
  it('evaluates a path or a call, as ErrorPath and CausePath hold them', () => {
    const values = ['$.name', "States.Format('{}!', $.name)"].map((text) =>
      evaluateStringExpression(text, scope, host, 'CausePath'),
    );

    expect(values).toEqual(['Ada', 'Ada!']);
  });

  it('names the field when the path selects nothing', () => {
    expect(() => evaluateStringExpression('$.nope', scope, host, 'ErrorPath')).toThrow(
      "The JSONPath '$.nope' specified for the field 'ErrorPath' could not be found",
    );
  });
});
