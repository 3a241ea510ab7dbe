import type { JsonObject } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { findingsOf, task } from '../../test/findings.ts';

const LANGUAGE = (own: string, field: string, other: string, place: string): string =>
  `The QueryLanguage is set to '${own}', but field '${field}' is only supported for the '${other}' QueryLanguage at ${place}`;

describe('validateDefinition, variables and outputs', () => {
  it.each<[JsonObject, string]>([
    [{ '1x': 0 }, "Invalid variable name: '1x' at /States/S/Assign"],
    [{ 'a-b.$': '$' }, "Invalid variable name: 'a-b' at /States/S/Assign"],
    [{ states: 0 }, "Invalid variable name: 'states' at /States/S/Assign"],
    [{ ['x'.repeat(81)]: 0 }, `Invalid variable name: '${'x'.repeat(81)}' at /States/S/Assign`],
    [
      { 'x.$': 'nope' },
      "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call at /States/S/Assign",
    ],
  ])('refuses Assign %j', (assign, finding) => {
    expect(findingsOf({ Type: 'Pass', Assign: assign, Next: 'Z' })).toEqual([finding]);
  });

  it('accepts Unicode names, and any text in JSONata', () => {
    const assign = { été_1: 1, x: { 'y.$': '$.a' }, 'z.$': '$$.Execution.Id' };
    const jsonata = { QueryLanguage: 'JSONata', Assign: { x: 'nope', y: '{% 1 %}' } };

    expect(findingsOf({ Type: 'Pass', Assign: assign, Next: 'Z' })).toEqual([]);
    expect(findingsOf({ Type: 'Pass', ...jsonata, Next: 'Z' })).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [
      task({
        QueryLanguage: 'JSONata',
        Catch: [{ ErrorEquals: ['a'], ResultPath: '$.x', Next: 'Z' }],
      }),
      LANGUAGE('JSONata', 'ResultPath', 'JSONPath', '/States/S/Catch[0]'),
    ],
    [
      task({ Catch: [{ ErrorEquals: ['a'], Output: 1, Next: 'Z' }] }),
      LANGUAGE('JSONPath', 'Output', 'JSONata', '/States/S/Catch[0]'),
    ],
    [
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Output: 1, Next: 'Z' }] },
      LANGUAGE('JSONPath', 'Output', 'JSONata', '/States/S/Choices[0]'),
    ],
    [
      task({ Catch: [{ ErrorEquals: ['a'], Assign: { '1': 1 }, Next: 'Z' }] }),
      "Invalid variable name: '1' at /States/S/Catch[0]/Assign",
    ],
    [
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Assign: 1, Next: 'Z' }] },
      'Expected value of type Object at /States/S/Choices[0]/Assign',
    ],
  ])('refuses %j', (state, finding) => {
    expect(findingsOf(state)).toEqual([finding]);
  });
});
