import type { Json } from '@pipelines/core';
import { EvaluationError } from '../errors.ts';
import { evaluateIntrinsic } from '../intrinsics/evaluate-intrinsic.ts';
import { findPath } from '../paths/evaluate-path.ts';
import { parsePath } from '../paths/parse-path.ts';
import type { Host, Scope } from '../scope.ts';

/**
 * Fill a payload template: Parameters, ResultSelector, ItemSelector and the like.
 *
 * `"key.$": "$.path"` and `"key.$": "States.Call(…)"` become `key` with the value found; everything
 * else, `Comment` too, is data. A template without such keys is handed back as it is. What a
 * template object contains is remembered, so it must not be modified afterwards.
 *
 * @param field - where the template stands, for messages: `Parameters`
 * @throws {EvaluationError} `States.Runtime` when a path selects nothing or a call fails
 */
export function evaluateTemplate(template: Json, scope: Scope, host: Host, field: string): Json {
  if (template === null || typeof template !== 'object' || isConstant(template)) return template;
  if (Array.isArray(template)) {
    return template.map((item) => evaluateTemplate(item, scope, host, field));
  }
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => {
      if (!key.endsWith('.$')) return [key, evaluateTemplate(value, scope, host, field)];
      return [key.slice(0, -2), evaluateEntry(value, scope, { host, key, field })];
    }),
  );
}

const constantTemplates = new WeakMap<object, boolean>();

/** True when nothing inside is to be filled in. */
function isConstant(template: Json): boolean {
  if (template === null || typeof template !== 'object') return true;
  const known = constantTemplates.get(template);
  if (known !== undefined) return known;
  const constant = Object.entries(template).every(
    ([key, value]) => !key.endsWith('.$') && isConstant(value),
  );
  constantTemplates.set(template, constant);
  return constant;
}

interface EntryPlace {
  readonly host: Host;
  readonly key: string;
  readonly field: string;
}

function evaluateEntry(value: Json, scope: Scope, { host, key, field }: EntryPlace): Json {
  if (typeof value === 'string') return evaluateStringExpression(value, scope, host, key);
  throw new EvaluationError(
    'States.Runtime',
    `The value for the field '${key}' in ${field} must be a valid JSONPath or a valid intrinsic function call`,
  );
}

/**
 * Evaluate the value of one field: a JSONPath or a call of an intrinsic function.
 *
 * A path that ends behind the end of an array gives null here, as in Step Functions.
 *
 * @param field - named in the message: a template key `value.$`, or `ErrorPath`, `CausePath`
 * @throws {EvaluationError} `States.Runtime` when the path selects nothing or the call fails
 */
export function evaluateStringExpression(
  text: string,
  scope: Scope,
  host: Host,
  field: string,
): Json {
  if (!text.startsWith('$')) return evaluateIntrinsic(text, scope, host);
  const result = findPath(text, scope);
  if ('value' in result) return result.value;
  if (result.miss.kind === 'beyond-end') return null;
  const searched = parsePath(text).root.kind === 'context' ? scope.context : scope.input;
  throw new EvaluationError(
    'States.Runtime',
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input ` +
      `'${JSON.stringify(searched)}'`,
  );
}
