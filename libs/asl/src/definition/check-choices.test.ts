import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { findingsOf } from '../../test/findings.ts';

const choice = (rule: JsonObject): JsonObject => ({ Type: 'Choice', Choices: [rule] });

describe('validateDefinition, Choice', () => {
  it.each<[string, JsonObject, string]>([
    [
      'no rule',
      { Type: 'Choice', Choices: [], Default: 'Z' },
      'Value cannot be empty at /States/S/Choices',
    ],
    [
      'no Next',
      { ...choice({ Variable: '$.a', IsNull: true }), Default: 'Z' },
      'These fields are required: [Next] at /States/S/Choices[0]',
    ],
    [
      'no selector',
      choice({ NumericEquals: 1, Next: 'Z' }),
      'The object must have only one of the following fields, [And, Or, Not, Variable, Condition] at /States/S/Choices[0]',
    ],
    [
      'two selectors',
      choice({ Variable: '$.a', And: [], Next: 'Z' }),
      'The object must have only one of the following fields, [And, Or, Not, Variable, Condition] at /States/S/Choices[0]',
    ],
    [
      'two comparators',
      choice({ Variable: '$.a', IsNull: true, NumericEquals: 1, Next: 'Z' }),
      'There should only be one of the following fields: [IsNull, NumericEquals] at /States/S/Choices[0]',
    ],
    [
      'Next inside And',
      choice({ And: [{ Variable: '$.a', IsNull: true, Next: 'Z' }], Next: 'Z' }),
      "Field 'Next' is not supported at /States/S/Choices[0]/And[0]",
    ],
    [
      'Variable not a path',
      choice({ Variable: 'a', IsNull: true, Next: 'Z' }),
      "Value is not a Reference Path: Reference path didn't start with '$' at /States/S/Choices[0]/Variable",
    ],
    [
      'a path comparator without path',
      choice({ Variable: '$.a', StringEqualsPath: 'b', Next: 'Z' }),
      "Value is not a Reference Path: Reference path didn't start with '$' at /States/S/Choices[0]/StringEqualsPath",
    ],
    [
      'a text for a number',
      choice({ Not: { Variable: '$.a', NumericEquals: 'abc' }, Next: 'Z' }),
      'Expected value of type Float at /States/S/Choices[0]/Not/NumericEquals',
    ],
    [
      'a bad timestamp',
      choice({ Variable: '$.a', TimestampEquals: 'today', Next: 'Z' }),
      'String does not match RFC3339 timestamp at /States/S/Choices[0]/TimestampEquals',
    ],
    [
      'a text for IsNull',
      choice({ Variable: '$.a', IsNull: 'true', Next: 'Z' }),
      'Expected value of type Boolean at /States/S/Choices[0]/IsNull',
    ],
    [
      'Condition in JSONPath',
      choice({ Condition: '{% true %}', Next: 'Z' }),
      "The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage at /States/S/Choices[0]",
    ],
  ])('refuses %s', (_, state, expected) => {
    expect(findingsOf(state)).toEqual([expected]);
  });
});
