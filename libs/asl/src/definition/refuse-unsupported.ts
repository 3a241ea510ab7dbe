import type { JsonObject } from '@pipelines/core';
import { UnsupportedDefinitionError } from '../errors.ts';
import { listGraphs, listStates } from './graphs.ts';
import { objectAt } from './read-fields.ts';

/**
 * Refuse what AWS runs and this engine does not run yet, rather than run it wrong.
 *
 * @throws {UnsupportedDefinitionError} for the distributed Map
 */
export function refuseUnsupported(machine: JsonObject): void {
  for (const graph of listGraphs(machine)) {
    for (const { state, location } of listStates(graph)) refuseState(state, location);
  }
}

function refuseState(state: JsonObject, location: string): void {
  const config = objectAt(objectAt(state, 'ItemProcessor') ?? {}, 'ProcessorConfig');
  if (config?.Mode === 'DISTRIBUTED') {
    refuse('Map in DISTRIBUTED mode', `${location}/ItemProcessor/ProcessorConfig/Mode`);
  }
}

function refuse(feature: string, location: string): never {
  throw new UnsupportedDefinitionError(feature, location);
}
