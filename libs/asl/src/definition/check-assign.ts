import { isJsonObject, type Json } from '@pipelines/core';
import { checkFieldContent } from './check-field-content.ts';
import { type Diagnostic, schemaError } from './diagnostic.ts';

const MOST_NAME_CHARACTERS = 80;
const VARIABLE_NAME = /^\p{ID_Start}\p{ID_Continue}*$/u;
/** `$states` is the service's own. */
const RESERVED = 'states';

/**
 * Check the Assign of a state, a catcher or a choice rule: names of variables and, in JSONPath,
 * a template for their values.
 *
 * @param location - of the field: `/States/Load/Assign`
 * Source: Step Functions developer guide, "Passing data between states with variables"
 */
export function* checkAssign(
  assign: Json,
  location: string,
  isJsonata: boolean,
): Generator<Diagnostic> {
  if (!isJsonObject(assign)) {
    yield schemaError(location, 'Expected value of type Object');
    return;
  }
  for (const key of Object.keys(assign)) {
    const name = !isJsonata && key.endsWith('.$') ? key.slice(0, -2) : key;
    if (!isVariableName(name)) yield schemaError(location, `Invalid variable name: '${name}'`);
  }
  yield* checkFieldContent(assign, { kind: 'template' }, location, isJsonata);
}

function isVariableName(name: string): boolean {
  return name !== RESERVED && name.length <= MOST_NAME_CHARACTERS && VARIABLE_NAME.test(name);
}
