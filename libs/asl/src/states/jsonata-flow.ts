import { isJsonObject, type Json } from '@pipelines/core';
import { QueryEvaluationError } from '../errors.ts';
import { expressionOf } from '../jsonata/expression-text.ts';
import type { JsonataAnswer } from '../jsonata/question.ts';
import type { StateView, StatesFields } from './state-view.ts';

/** A JSON type as JSONata's messages call it. */
type JsonType = 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';

/** An expression in a template, and the field that it stands for: `Output/list[0]`. */
export interface Place {
  readonly expression: string;
  readonly field: string;
}

/**
 * Fill several fields of a state at once: each text `{% … %}` at any depth becomes its value, all
 * else is data.
 *
 * @param fields - by name: `{ Assign: …, Output: … }`; what is undefined stays out of the result
 * @throws {QueryEvaluationError} for the first expression without a value
 */
export function fillFields(
  fields: Readonly<Record<string, Json | undefined>>,
  states: StatesFields,
  view: StateView,
): Readonly<Record<string, Json | undefined>> {
  const places = Object.entries(fields).flatMap(([name, value]) => listExpressions(value, name));
  if (places.length === 0) return fields;
  const values = valuesOf(places, states, view);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value === undefined ? value : fill(value, values),
    ]),
  );
}

/** Fill one field. */
export function fillField(
  name: string,
  value: Json,
  { states, view }: { readonly states: StatesFields; readonly view: StateView },
): Json {
  return fillFields({ [name]: value }, states, view)[name] ?? null;
}

/**
 * Fill one field that takes one type only.
 *
 * @throws {QueryEvaluationError} when its expression has no value, or one of another type
 */
export function fillTyped(
  name: string,
  value: Json,
  {
    type,
    states,
    view,
  }: {
    readonly type: JsonType;
    readonly states: StatesFields;
    readonly view: StateView;
  },
): Json {
  const filled = fillField(name, value, { states, view });
  const found = typeOf(filled);
  const expression = expressionOf(value);
  if (found === type || expression === undefined) return filled;
  throw new QueryEvaluationError(
    `The JSONata expression '${expression}' specified for the field '${name}' returned an ` +
      `unexpected result type. Expected '${type}', but was '${found}' for value: ${JSON.stringify(filled)}`,
    name,
  );
}

/** Fill one field that takes a text. */
export function fillText(
  name: string,
  value: string,
  use: { readonly states: StatesFields; readonly view: StateView },
): string {
  const filled = fillTyped(name, value, { type: 'string', ...use });
  return typeof filled === 'string' ? filled : '';
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as JsonType;
}

/** The expressions of a template in the order of the document, with the field of each. */
export function listExpressions(value: Json | undefined, field: string): readonly Place[] {
  const expression = expressionOf(value);
  if (expression !== undefined) return [{ expression, field }];
  if (Array.isArray(value))
    return value.flatMap((item, i) => listExpressions(item, `${field}[${i}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => listExpressions(item, `${field}/${key}`));
}

/** The values in the order of the places. */
function valuesOf(places: readonly Place[], states: StatesFields, view: StateView): Json[] {
  const expressions = places.map(({ expression }) => expression);
  return readAnswers(places, view.evaluate(expressions, states));
}

function readAnswers(places: readonly Place[], answers: readonly JsonataAnswer[]): Json[] {
  return places.map(({ expression, field }, i) => {
    const answer = answers[i];
    if (answer && 'value' in answer) return answer.value;
    const problem = answer?.problem ?? 'returned nothing (undefined).';
    throw new QueryEvaluationError(
      `The JSONata expression '${expression}' specified for the field '${field}' ${problem}`,
      field,
    );
  });
}

/**
 * Fill a template whose expressions have been evaluated.
 *
 * @param places - of {@link listExpressions}, answered in the same order
 * @throws {QueryEvaluationError} for the first expression without a value
 */
export function fillWith(
  template: Json,
  places: readonly Place[],
  answers: readonly JsonataAnswer[],
): Json {
  return fill(template, readAnswers(places, answers));
}

/** The template with its expressions replaced by the next values; `values` is used up. */
function fill(template: Json, values: Json[]): Json {
  if (expressionOf(template) !== undefined) return values.shift() ?? null;
  if (Array.isArray(template)) return template.map((item) => fill(item, values));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, item]) => [key, fill(item, values)]),
  );
}
