import type { JsonObject } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { end, findings, findingsOf } from '../../test/findings.ts';

const NO_OBJECT = 'Expected value of type Object at ';
const NO_STRING = 'Expected value of type String at ';

describe('validateDefinition, what holds states together', () => {
  it('wants each state to be an object', () => {
    expect(findings({ StartAt: 'A', States: { A: end, B: null } })).toEqual([
      `${NO_OBJECT}/States/B`,
    ]);
  });

  it.each<[JsonObject, string]>([
    [{ Type: 'Parallel', Branches: [1], Next: 'Z' }, `${NO_OBJECT}/States/S/Branches[0]`],
    [
      { Type: 'Parallel', Branches: [{ StartAt: 1, States: { A: end } }], Next: 'Z' },
      `${NO_STRING}/States/S/Branches[0]/StartAt`,
    ],
    [
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 1 }] },
      `${NO_STRING}/States/S/Choices[0]/Next`,
    ],
    [
      { Type: 'Map', QueryLanguage: 'JSONata', ItemProcessor: '{% 1 %}', Next: 'Z' },
      `${NO_OBJECT}/States/S/ItemProcessor`,
    ],
    [
      { Type: 'Pass', QueryLanguage: 'JSONata', End: '{% true %}' },
      'Expected value of type Boolean at /States/S/End',
    ],
  ])('refuses %j', (state, finding) => {
    expect(findingsOf(state)).toEqual([finding]);
  });
});
