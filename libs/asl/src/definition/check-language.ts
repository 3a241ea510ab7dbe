import type { JsonObject } from '@pipelines/core';
import { type Diagnostic, schemaError } from './diagnostic.ts';
import type { QueryLanguage } from './state-machine.ts';

/**
 * Refuse a field that the other query language has.
 *
 * @param location - of the object that has the field
 */
export function* checkLanguage(
  object: JsonObject,
  location: string,
  rule: { readonly field: string; readonly only: QueryLanguage; readonly isJsonata: boolean },
): Generator<Diagnostic> {
  const { field, isJsonata, only } = rule;
  const own = isJsonata ? 'JSONata' : 'JSONPath';
  if (object[field] === undefined || only === own) return;
  const message = `The QueryLanguage is set to '${own}', but field '${field}' is only supported for the '${only}' QueryLanguage`;
  yield schemaError(location, message);
}
