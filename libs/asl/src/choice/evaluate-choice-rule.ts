import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { AslSyntaxError, EvaluationError } from '../errors.ts';
import { findPath } from '../paths/evaluate-path.ts';
import type { Scope } from '../scope.ts';
import { COMPARATORS } from './comparators.ts';

type Test = (scope: Scope) => boolean;

const testsByRule = new WeakMap<JsonObject, Test>();

/**
 * Does the rule of a Choice state hold? Knows And, Or, Not and all 39 comparators.
 *
 * A value of another kind than the comparator's makes it false. `IsPresent` alone may ask for a
 * Variable that is not there. A rule is compiled once, so it must not be modified afterwards.
 *
 * @param rule - an entry of Choices, or a rule inside one; `Next` and `Comment` do not matter
 * @throws {EvaluationError} `States.Runtime` when Variable, or the path of a comparator, selects
 * nothing, in AWS's words
 * @throws {AslSyntaxError} when the rule has no comparator
 */
export function evaluateChoiceRule(rule: JsonObject, scope: Scope): boolean {
  const known = testsByRule.get(rule);
  if (known) return known(scope);
  const test = compileRule(rule);
  testsByRule.set(rule, test);
  return test(scope);
}

function compileRule(rule: JsonObject): Test {
  if (Array.isArray(rule.And)) {
    const tests = rule.And.map(compileNested);
    return (scope) => tests.every((test) => test(scope));
  }
  if (Array.isArray(rule.Or)) {
    const tests = rule.Or.map(compileNested);
    return (scope) => tests.some((test) => test(scope));
  }
  if (rule.Not !== undefined) {
    const test = compileNested(rule.Not);
    return (scope) => !test(scope);
  }
  return compileComparison(rule);
}

function compileNested(rule: Json): Test {
  if (!isJsonObject(rule)) throw new AslSyntaxError('A choice rule must be an object');
  return compileRule(rule);
}

function compileComparison(rule: JsonObject): Test {
  const variable = rule.Variable;
  if (typeof variable !== 'string') throw new AslSyntaxError('A choice rule needs a Variable');
  const isPresent = rule.IsPresent;
  if (isPresent !== undefined) return (scope) => 'value' in findPath(variable, scope) === isPresent;
  for (const [name, expected] of Object.entries(rule)) {
    const comparator = COMPARATORS.get(name);
    if (!comparator) continue;
    const { compare, isPath } = comparator;
    if (!isPath) return (scope) => compare(valueAt(variable, scope), expected);
    if (typeof expected !== 'string') throw new AslSyntaxError(`${name} must be a path`);
    return (scope) => compare(valueAt(variable, scope), valueAt(expected, scope));
  }
  throw new AslSyntaxError('A choice rule needs a comparator');
}

function valueAt(path: string, scope: Scope): Json {
  const result = findPath(path, scope);
  if ('value' in result) return result.value;
  throw new EvaluationError(
    'States.Runtime',
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}
