import { isJsonObject, type JsonObject } from '@pipelines/core';
import { InvalidDefinitionError, type Diagnostic } from '../definition/diagnostic.ts';
import { listGraphs, listStates } from '../definition/graphs.ts';
import { parseState } from '../definition/parse-state.ts';
import type { QueryLanguage, State } from '../definition/state-machine.ts';
import { readDocument, validateDefinition } from '../definition/validate-definition.ts';
import { TestStateError } from './test-state-request.ts';

/** Where a state that comes alone stands in the machine that is made around it. */
const ALONE = '/States/StateName';

/**
 * The state to test: the definition itself, or the one that `stateName` names in a machine, at any
 * depth of it.
 *
 * @throws {TestStateError} when the definition is refused or has no such state
 */
export function findState(definition: string | JsonObject, stateName?: string): State {
  const document = readDocument(definition);
  if ('problem' in document) throw refused([document.problem]);
  const { machine } = document;
  return isJsonObject(machine.States) ? stateOfMachine(machine, stateName) : stateAlone(machine);
}

function stateOfMachine(machine: JsonObject, stateName: string | undefined): State {
  const diagnostics = validateDefinition(machine, { type: 'STANDARD' });
  if (diagnostics.length > 0) throw refused(diagnostics);
  const found = [...listGraphs(machine)]
    .flatMap(listStates)
    .find(({ name }) => name === (stateName ?? machine.StartAt));
  if (!found) throw new TestStateError('State not found in definition');
  return parseState(found.name, found.state, languageOf(machine));
}

/** Where it leads does not matter: there is nothing around it. */
function stateAlone(state: JsonObject): State {
  const machine = { StartAt: 'StateName', States: { StateName: state } };
  const diagnostics = validateDefinition(machine, { type: 'STANDARD' })
    .filter(({ code }) => code === 'SCHEMA_VALIDATION_FAILED')
    .map((diagnostic) => ({
      ...diagnostic,
      location: diagnostic.location?.replace(ALONE, '') || '/',
    }));
  if (diagnostics.length > 0) throw refused(diagnostics);
  return parseState('StateName', state, 'JSONPath');
}

function languageOf(machine: JsonObject): QueryLanguage {
  return machine.QueryLanguage === 'JSONata' ? 'JSONata' : 'JSONPath';
}

function refused(diagnostics: readonly Diagnostic[]): TestStateError {
  return new TestStateError(new InvalidDefinitionError(diagnostics).message, 'InvalidDefinition');
}
