import { validateDefinition } from '@pipelines/asl';
import { isJsonObject, type JsonObject } from '@pipelines/core';
import { machines } from '@pipelines/workflows';
import { describe, expect, it } from '@jest/globals';
import { singleStateDefinition } from './single-state-definition.ts';

const machine = machines.find(({ name }) => name === 'etl-pipeline');
const definition = isJsonObject(machine?.definition) ? machine.definition : {};
const workingStates = machine?.workingStates ?? [];

function statesOf(single: JsonObject): JsonObject {
  return isJsonObject(single['States']) ? single['States'] : {};
}

describe('singleStateDefinition', () => {
  it('keeps the state, what prepares its input, and where its Catch leads', () => {
    const single = singleStateDefinition(definition, 'ExecuteTask02', workingStates);

    expect(single['StartAt']).toBe('ApplyDefaults');
    expect(Object.keys(statesOf(single))).toEqual([
      'ApplyDefaults',
      'ExecuteTask02',
      'Task02Timeout',
      'Task02Failed',
    ]);
    expect(statesOf(single)['ApplyDefaults']).toMatchObject({ Next: 'ExecuteTask02' });
    expect(statesOf(single)['ExecuteTask02']).toMatchObject({ End: true });
    expect(statesOf(single)['ExecuteTask02']).not.toHaveProperty('Next');
  });

  it.each(workingStates)('gives a valid machine for %s', (state) => {
    const single = singleStateDefinition(definition, state, workingStates);

    expect(validateDefinition(single, { type: 'STANDARD' })).toEqual([]);
  });

  it('starts at the state itself where nothing comes before it', () => {
    const single = singleStateDefinition(
      { StartAt: 'A', States: { A: { Next: 'B' }, B: { End: true } } },
      'B',
      ['A', 'B'],
    );

    expect(single).toEqual({ StartAt: 'B', States: { B: { End: true } } });
  });

  it('does not change the whole machine', () => {
    const before = structuredClone(definition);

    singleStateDefinition(definition, 'ExecuteTask01', workingStates);

    expect(definition).toEqual(before);
  });
});
