import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { end, findingsOf } from '../../test/findings.ts';

describe('validateDefinition, Parallel and Map', () => {
  const body = { StartAt: 'B', States: { B: end } };

  it('looks into branches and bodies, and prints the way to them', () => {
    const wrong = { StartAt: 'B', States: { B: { Type: 'Pass', Foo: 1, End: true } } };

    const found = [
      findingsOf({ Type: 'Parallel', Branches: [body, wrong], Next: 'Z' }),
      findingsOf({ Type: 'Map', ItemProcessor: wrong, Next: 'Z' }),
      findingsOf({ Type: 'Map', Iterator: wrong, Next: 'Z' }),
      findingsOf({ Type: 'Parallel', Branches: [{ States: { B: end } }], Next: 'Z' }),
    ];

    expect(found).toEqual([
      ["Field 'Foo' is not supported at /States/S/Branches[1]/States/B"],
      ["Field 'Foo' is not supported at /States/S/ItemProcessor/States/B"],
      ["Field 'Foo' is not supported at /States/S/Iterator/States/B"],
      ['These fields are required: [StartAt] at /States/S/Branches[0]'],
    ]);
  });

  it.each<[JsonObject, string]>([
    [
      {},
      'This object should have only one of the following fields: [ItemProcessor, Iterator] at /States/S',
    ],
    [{ ItemProcessor: body, MaxConcurrency: -1 }, 'Minimum value is 0 at /States/S/MaxConcurrency'],
    [
      { ItemProcessor: body, ToleratedFailurePercentage: 101 },
      'Maximum value is 100.0 at /States/S/ToleratedFailurePercentage',
    ],
    [
      { ItemProcessor: body, MaxConcurrencyPath: '$$.a' },
      'Value is not a Reference Path at /States/S/MaxConcurrencyPath',
    ],
    [
      { ItemProcessor: { ...body, QueryLanguage: 'JSONPath' } },
      "Field 'QueryLanguage' is not supported at /States/S/ItemProcessor",
    ],
    [
      { ItemProcessor: { ...body, ProcessorConfig: { Mode: 'DISTRIBUTED' } } },
      'These fields are required: [ExecutionType] at /States/S/ItemProcessor/ProcessorConfig',
    ],
    [
      {
        ItemProcessor: { ...body, ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'STANDARD' } },
      },
      "Field 'ExecutionType' is not supported at /States/S/ItemProcessor/ProcessorConfig",
    ],
    [
      { ItemProcessor: { ...body, ProcessorConfig: { Mode: 'FAST' } } },
      'Value should be one of the following: [INLINE, DISTRIBUTED] at /States/S/ItemProcessor/ProcessorConfig/Mode',
    ],
    [
      {
        ItemProcessor: { ...body, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'SLOW' } },
      },
      'Value should be one of the following: [STANDARD, EXPRESS] at /States/S/ItemProcessor/ProcessorConfig/ExecutionType',
    ],
    [
      { ItemProcessor: body, Label: '' },
      'INVALID_LABEL_NAME: Label cannot be empty at /States/S/Label',
    ],
    [
      { ItemProcessor: body, Label: 'a:b' },
      "INVALID_LABEL_NAME: Label contains invalid character: ':' at /States/S/Label",
    ],
    [
      { ItemProcessor: body, Label: 'a\u0007' },
      "INVALID_LABEL_NAME: Label contains invalid character: '\u0007' at /States/S/Label",
    ],
    [
      { ItemProcessor: body, Label: 'x'.repeat(41) },
      `INVALID_LABEL_NAME: Label '${'x'.repeat(41)}' exceeds the 40-character limit allowed by the service at /States/S/Label`,
    ],
  ])('refuses the Map %j', (fields, expected) => {
    expect(findingsOf({ Type: 'Map', Next: 'Z', ...fields })).toEqual([expected]);
  });

  it('accepts ItemsPath in the context, and the older Iterator with Parameters', () => {
    const state = {
      Type: 'Map',
      Iterator: body,
      ItemsPath: '$$.Execution.Input.items',
      Parameters: { 'v.$': '$$.Map.Item.Value' },
      Next: 'Z',
    };

    expect(findingsOf(state)).toEqual([]);
  });
});
