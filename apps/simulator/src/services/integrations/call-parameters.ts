import { TaskFailure, type TaskRequest } from '@pipelines/asl-runtime';
import { isJsonObject, type JsonObject } from '@pipelines/core';

/** What a call may be given, by name. */
export type ParameterRules = Readonly<Record<string, ParameterRule>>;

export interface ParameterRule {
  readonly isRequired?: boolean;
  /** Absent where any JSON will do. */
  readonly type?: 'STRING';
}

/**
 * The parameters of an optimised integration, which AWS knows by name.
 *
 * @throws {TaskFailure} States.Runtime for one that is missing, unknown, or of another type. The
 *   text names the parameter; it does not repeat the others, which AWS does.
 */
export function readParameters({ payload }: TaskRequest, rules: ParameterRules): JsonObject {
  const parameters = isJsonObject(payload) ? payload : {};
  const problems = [
    ...Object.keys(parameters)
      .filter((name) => !Object.hasOwn(rules, name))
      .map((name) => `The field '${name}' is not supported by Step Functions`),
    ...Object.entries(rules).flatMap(([name, rule]) => problemsOf(parameters, name, rule)),
  ];
  if (problems.length === 0) return parameters;
  const text = `The Parameters could not be used to start the Task: [${problems.join(', ')}]`;
  throw new TaskFailure('States.Runtime', text);
}

function problemsOf(
  parameters: JsonObject,
  name: string,
  { isRequired, type }: ParameterRule,
): readonly string[] {
  const value = parameters[name];
  if (value === undefined) {
    return isRequired ? [`The field '${name}' is required but was missing`] : [];
  }
  const isFit = type === undefined || typeof value === 'string';
  return isFit ? [] : [`The value for the field '${name}' must be a ${type}`];
}

/** A parameter of type STRING, after {@link readParameters}. */
export function textOf(parameters: JsonObject, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === 'string' ? value : undefined;
}
