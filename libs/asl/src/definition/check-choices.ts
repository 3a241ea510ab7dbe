import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { COMPARATORS } from '../choice/comparators.ts';
import { checkAssign } from './check-assign.ts';
import { checkLanguage } from './check-language.ts';
import { checkFieldContent, findReferencePathProblem } from './check-field-content.ts';
import { type Diagnostic, schemaError } from './diagnostic.ts';
import type { FieldContent } from './state-fields.ts';

const SELECTORS = ['And', 'Or', 'Not', 'Variable', 'Condition'];

/**
 * Check the rules of a Choice state.
 *
 * @param location - of the array: `/States/Decide/Choices`
 */
export function* checkChoices(
  choices: readonly Json[],
  location: string,
  isJsonata: boolean,
): Generator<Diagnostic> {
  if (choices.length === 0) yield schemaError(location, 'Value cannot be empty');
  for (const [index, rule] of choices.entries()) {
    const place = `${location}[${index}]`;
    if (!isJsonObject(rule)) {
      yield schemaError(place, 'Expected value of type Object');
      continue;
    }
    if (rule.Next === undefined) yield schemaError(place, 'These fields are required: [Next]');
    else yield* checkFieldContent(rule.Next, { kind: 'text' }, `${place}/Next`, false);
    yield* checkRule(rule, place, isJsonata);
    yield* checkLanguage(rule, place, { field: 'Output', only: 'JSONata', isJsonata });
    if (rule.Assign !== undefined) yield* checkAssign(rule.Assign, `${place}/Assign`, isJsonata);
  }
}

function* checkRule(rule: JsonObject, place: string, isJsonata: boolean): Generator<Diagnostic> {
  const selectors = SELECTORS.filter((field) => rule[field] !== undefined);
  const [selector] = selectors;
  if (selector === undefined || selectors.length > 1) {
    const message = `The object must have only one of the following fields, [${SELECTORS.join(', ')}]`;
    yield schemaError(place, message);
  } else if (isJsonata !== (selector === 'Condition')) {
    const [own, other] = isJsonata ? ['JSONata', 'JSONPath'] : ['JSONPath', 'JSONata'];
    const message = `The QueryLanguage is set to '${own}', but field '${selector}' is only supported for the '${other}' QueryLanguage`;
    yield schemaError(place, message);
  } else if (selector === 'Variable') {
    yield* checkComparison(rule, place);
  } else if (selector === 'Not') {
    yield* checkNested([rule.Not ?? null], () => `${place}/Not`);
  } else if (selector !== 'Condition') {
    const rules = rule[selector];
    if (Array.isArray(rules))
      yield* checkNested(rules, (index) => `${place}/${selector}[${index}]`);
    else yield schemaError(`${place}/${selector}`, 'Expected value of type Array');
  }
}

/** Only the outermost rule names the next state. */
function* checkNested(
  rules: readonly Json[],
  placeOf: (index: number) => string,
): Generator<Diagnostic> {
  for (const [index, rule] of rules.entries()) {
    const place = placeOf(index);
    if (!isJsonObject(rule)) {
      yield schemaError(place, 'Expected value of type Object');
      continue;
    }
    if (rule.Next !== undefined) yield schemaError(place, "Field 'Next' is not supported");
    yield* checkRule(rule, place, false);
  }
}

function* checkComparison(rule: JsonObject, place: string): Generator<Diagnostic> {
  yield* checkPath(rule.Variable ?? null, `${place}/Variable`);
  const names = Object.keys(rule).filter((name) => name === 'IsPresent' || COMPARATORS.has(name));
  const [name] = names;
  if (name === undefined) {
    yield schemaError(place, 'This object should have a comparison operator');
  } else if (names.length > 1) {
    yield schemaError(
      place,
      `There should only be one of the following fields: [${names.join(', ')}]`,
    );
  } else {
    yield* checkExpected(name, rule[name] ?? null, `${place}/${name}`);
  }
}

function* checkPath(value: Json, place: string): Generator<Diagnostic> {
  const problem =
    typeof value === 'string'
      ? findReferencePathProblem(value, ['input', 'context', 'variable'])
      : 'Expected value of type String';
  if (problem !== undefined) yield schemaError(place, problem);
}

function* checkExpected(name: string, expected: Json, place: string): Generator<Diagnostic> {
  if (COMPARATORS.get(name)?.isPath) yield* checkPath(expected, place);
  else yield* checkFieldContent(expected, contentOf(name), place, false);
}

const ANY_NUMBER = { kind: 'number', isInteger: false, least: -Infinity, most: Infinity } as const;

function contentOf(comparator: string): FieldContent {
  if (comparator.startsWith('String')) return { kind: 'text' };
  if (comparator.startsWith('Numeric')) return ANY_NUMBER;
  return { kind: comparator.startsWith('Timestamp') ? 'timestamp' : 'boolean' };
}
