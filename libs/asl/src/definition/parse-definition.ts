import type { JsonObject } from '@pipelines/core';
import { InvalidDefinitionError } from './diagnostic.ts';
import { usesJsonata } from './graphs.ts';
import { parseStates } from './parse-state.ts';
import { textAt } from './read-fields.ts';
import type { StateMachine } from './state-machine.ts';
import { type DefinitionOptions, readDocument, validateDefinition } from './validate-definition.ts';

/**
 * Parse a definition into the typed, frozen machine that the interpreter runs.
 *
 * Defaults of the language are filled in. The document itself is frozen too: templates and choice
 * rules are parts of it.
 *
 * @param text - JSON text, or the parsed document
 * @throws {InvalidDefinitionError} when Step Functions would refuse it, with all its findings
 */
export function parseDefinition(
  text: string | JsonObject,
  options: DefinitionOptions,
): StateMachine {
  const diagnostics = validateDefinition(text, options);
  const document = readDocument(text);
  if (diagnostics.length > 0 || 'problem' in document) {
    throw new InvalidDefinitionError(diagnostics);
  }
  const { machine } = document;
  const queryLanguage = textAt(machine, 'QueryLanguage') === 'JSONata' ? 'JSONata' : 'JSONPath';
  return deepFreeze({
    comment: textAt(machine, 'Comment'),
    version: textAt(machine, 'Version'),
    queryLanguage,
    usesJsonata: usesJsonata(machine, queryLanguage),
    timeoutSeconds: typeof machine.TimeoutSeconds === 'number' ? machine.TimeoutSeconds : undefined,
    startAt: textAt(machine, 'StartAt') ?? '',
    states: parseStates(machine, queryLanguage),
  });
}

function deepFreeze<Value>(value: Value): Value {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
