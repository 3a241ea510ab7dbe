import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { end, findings } from '../../test/findings.ts';

describe('validateDefinition, the document', () => {
  it('accepts the smallest machine, as text and as object', () => {
    const machine = { StartAt: 'A', States: { A: end } };

    expect(findings(machine)).toEqual([]);
    expect(findings(JSON.stringify(machine))).toEqual([]);
  });

  it('reports text that is not JSON', () => {
    expect(findings('{"StartAt": ')).toEqual([
      expect.stringMatching(/^INVALID_JSON_DESCRIPTION: .* at null$/),
    ]);
    expect(findings('[]')).toEqual(['Expected value of type Object at /']);
  });

  it.each<[JsonObject, string[]]>([
    [{}, ['These fields are required: [States, StartAt] at /']],
    [{ States: { A: end } }, ['These fields are required: [StartAt] at /']],
    [{ StartAt: 'A', States: {} }, ['Value cannot be empty at /States']],
    [{ StartAt: 'A', States: { A: end }, Foo: 1 }, ["Field 'Foo' is not supported at /"]],
    [
      { StartAt: 'A', States: { A: end }, Version: '2.0' },
      ['Value should be one of the following: [1.0] at /Version'],
    ],
    [
      { StartAt: 'A', States: { A: end }, TimeoutSeconds: 'x' },
      ['Expected value of type Integer at /TimeoutSeconds'],
    ],
    [
      { StartAt: 'A', States: { A: { Type: 'Dance' } } },
      [
        "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type",
      ],
    ],
    [
      {
        QueryLanguage: 'JSONata',
        StartAt: 'A',
        States: { A: { ...end, QueryLanguage: 'JSONPath' } },
      },
      [
        "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A",
      ],
    ],
    [
      { StartAt: 'n'.repeat(81), States: { ['n'.repeat(81)]: end } },
      [
        `INVALID_STATE_NAME: State name '${'n'.repeat(81)}' exceeds the 80-character limit allowed by the service at /States/${'n'.repeat(81)}`,
      ],
    ],
  ])('%j', (machine, expected) => {
    expect(findings(machine)).toEqual(expected);
  });
});
