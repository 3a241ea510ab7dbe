import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { checkAssign } from './check-assign.ts';
import { checkFieldContent } from './check-field-content.ts';
import { checkLanguage } from './check-language.ts';
import { type Diagnostic, schemaError } from './diagnostic.ts';
import type { FieldContent } from './state-fields.ts';

const MOST_SECONDS = 99_999_999;
/** 366 days: the longest that MaxDelaySeconds may be. */
const MOST_DELAY_SECONDS = 31_622_400;

const RETRIER_FIELDS: Readonly<Record<string, FieldContent>> = {
  IntervalSeconds: { kind: 'number', isInteger: true, least: 0, most: MOST_SECONDS },
  MaxAttempts: { kind: 'number', isInteger: true, least: 0, most: MOST_SECONDS },
  BackoffRate: { kind: 'number', isInteger: false, least: 1, most: Infinity },
  MaxDelaySeconds: { kind: 'number', isInteger: true, least: 1, most: MOST_DELAY_SECONDS },
  JitterStrategy: { kind: 'oneOf', values: ['NONE', 'FULL'] },
};

const CATCHER_FIELDS: Readonly<Record<string, FieldContent>> = {
  Next: { kind: 'text' },
  ResultPath: { kind: 'referencePath', roots: ['input'], isNullable: true },
};

/**
 * Check the entries of Retry or Catch.
 *
 * @param field - which of the two
 * @param location - of the array: `/States/Load/Retry`
 */
export function* checkRetryCatch(
  field: 'Retry' | 'Catch',
  entries: readonly Json[],
  location: string,
  isJsonata: boolean,
): Generator<Diagnostic> {
  const rules = field === 'Retry' ? RETRIER_FIELDS : CATCHER_FIELDS;
  const required = field === 'Retry' ? ['ErrorEquals'] : ['ErrorEquals', 'Next'];
  for (const [index, entry] of entries.entries()) {
    const place = `${location}[${index}]`;
    if (!isJsonObject(entry)) {
      yield schemaError(place, 'Expected value of type Object');
      continue;
    }
    const missing = required.filter((name) => entry[name] === undefined);
    if (missing.length > 0) {
      yield schemaError(place, `These fields are required: [${missing.join(', ')}]`);
    }
    for (const [name, holds] of Object.entries(rules)) {
      const value = entry[name];
      if (value !== undefined) {
        yield* checkFieldContent(value, holds, `${place}/${name}`, isJsonata);
      }
    }
    if (field === 'Catch') yield* checkCatcher(entry, place, isJsonata);
    yield* checkErrorEquals(entry, `${place}/ErrorEquals`, index === entries.length - 1);
  }
}

function* checkCatcher(
  catcher: JsonObject,
  place: string,
  isJsonata: boolean,
): Generator<Diagnostic> {
  yield* checkLanguage(catcher, place, { field: 'ResultPath', only: 'JSONPath', isJsonata });
  yield* checkLanguage(catcher, place, { field: 'Output', only: 'JSONata', isJsonata });
  if (catcher.Assign !== undefined) {
    yield* checkAssign(catcher.Assign, `${place}/Assign`, isJsonata);
  }
}

function* checkErrorEquals(
  entry: JsonObject,
  place: string,
  isLast: boolean,
): Generator<Diagnostic> {
  const names = entry.ErrorEquals;
  if (names === undefined) return;
  if (!Array.isArray(names)) {
    yield schemaError(place, 'Expected value of type Array');
  } else if (names.length === 0) {
    yield schemaError(place, 'Value cannot be empty');
  } else if (names.includes('States.ALL') && (names.length > 1 || !isLast)) {
    yield schemaError(place, 'States.ALL must appear alone and at end of list');
  }
}
