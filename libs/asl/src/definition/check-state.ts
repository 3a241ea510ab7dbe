import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { checkAssign } from './check-assign.ts';
import { checkChoices } from './check-choices.ts';
import { checkFieldContent } from './check-field-content.ts';
import { checkMap } from './check-map.ts';
import { checkRetryCatch } from './check-retry-catch.ts';
import { type Diagnostic, schemaError } from './diagnostic.ts';
import {
  EXCLUSIVE_FIELDS,
  EXPRESSION_FIELDS,
  FIELD_RULES,
  FIELDS_BY_TYPE,
  REQUIRED_FIELDS,
  type FieldContent,
} from './state-fields.ts';
import type { QueryLanguage, StateMachineType, StateType } from './state-machine.ts';

/** What a state inherits from its machine. */
export interface MachineFacts {
  readonly type: StateMachineType;
  readonly queryLanguage: QueryLanguage;
}

/**
 * Check one state by itself: its fields, not where it leads.
 *
 * @param location - of the state: `/States/Load`
 */
export function* checkState(
  state: JsonObject,
  location: string,
  machine: MachineFacts,
): Generator<Diagnostic> {
  const type = state.Type;
  if (!isStateType(type)) {
    const types = Object.keys(FIELDS_BY_TYPE).join(', ');
    const message = `The field 'Type' should have one of these values: [${types}]`;
    yield schemaError(`${location}/Type`, message);
    return;
  }
  if (machine.queryLanguage === 'JSONata' && state.QueryLanguage === 'JSONPath') {
    const message =
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    yield schemaError(location, message);
    return;
  }
  const language = state.QueryLanguage === 'JSONata' ? 'JSONata' : machine.queryLanguage;
  yield* checkFields(state, type, location, language);
  yield* checkPresence(state, type, location);
  yield* checkParts(state, type, location, language === 'JSONata');
  if (type === 'Task') yield* checkTask(state, location, machine.type);
  if (type === 'Map') yield* checkMap(state, location);
}

function isStateType(type: Json | undefined): type is StateType {
  return typeof type === 'string' && Object.hasOwn(FIELDS_BY_TYPE, type);
}

function* checkFields(
  state: JsonObject,
  type: StateType,
  location: string,
  language: QueryLanguage,
): Generator<Diagnostic> {
  for (const [field, value] of Object.entries(state)) {
    const rule = FIELDS_BY_TYPE[type].includes(field) ? FIELD_RULES[field] : undefined;
    if (!rule) {
      yield schemaError(location, `Field '${field}' is not supported`);
    } else if (rule.only !== undefined && rule.only !== language) {
      const message = `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${rule.only}' QueryLanguage`;
      yield schemaError(location, message);
    } else {
      const isJsonata = language === 'JSONata' && EXPRESSION_FIELDS.has(field);
      yield* checkField(value, rule.holds, `${location}/${field}`, isJsonata);
    }
  }
}

function* checkField(
  value: Json,
  holds: FieldContent,
  location: string,
  isJsonata: boolean,
): Generator<Diagnostic> {
  if (holds.kind === 'assign') yield* checkAssign(value, location, isJsonata);
  else yield* checkFieldContent(value, holds, location, isJsonata);
}

function* checkPresence(
  state: JsonObject,
  type: StateType,
  location: string,
): Generator<Diagnostic> {
  const missing = (REQUIRED_FIELDS[type] ?? []).filter((field) => state[field] === undefined);
  if (missing.length > 0) {
    yield schemaError(location, `These fields are required: [${missing.join(', ')}]`);
  }
  for (const { fields, isRequired } of EXCLUSIVE_FIELDS[type] ?? []) {
    const present = fields.filter((field) => isGiven(state, field));
    const list = fields.join(', ');
    if (present.length > 1) {
      yield schemaError(location, `There should only be one of the following fields: [${list}]`);
    } else if (isRequired && present.length === 0) {
      const message = `This object should have only one of the following fields: [${list}]`;
      yield schemaError(location, message);
    }
  }
}

/** `End: false` says nothing. */
function isGiven(state: JsonObject, field: string): boolean {
  return state[field] !== undefined && !(field === 'End' && state.End === false);
}

function* checkParts(
  state: JsonObject,
  type: StateType,
  location: string,
  isJsonata: boolean,
): Generator<Diagnostic> {
  if (type === 'Choice' && Array.isArray(state.Choices)) {
    yield* checkChoices(state.Choices, `${location}/Choices`, isJsonata);
  }
  if (type === 'Parallel') yield* checkBranches(state, `${location}/Branches`);
  if (!FIELDS_BY_TYPE[type].includes('Retry')) return;
  for (const field of ['Retry', 'Catch'] as const) {
    const entries = state[field];
    if (!Array.isArray(entries)) continue;
    yield* checkRetryCatch(field, entries, `${location}/${field}`, isJsonata);
  }
}

/** What is inside a branch is checked as a graph. */
function* checkBranches({ Branches: branches }: JsonObject, place: string): Generator<Diagnostic> {
  if (!Array.isArray(branches)) return;
  for (const [index, branch] of branches.entries()) {
    if (isJsonObject(branch)) continue;
    yield schemaError(`${place}[${index}]`, 'Expected value of type Object');
  }
}

function* checkTask(
  state: JsonObject,
  location: string,
  machineType: StateMachineType,
): Generator<Diagnostic> {
  const resource = typeof state.Resource === 'string' ? state.Resource : '';
  const isActivity = /^arn:[^:]+:states:[^:]*:[^:]*:activity:/.test(resource);
  if (machineType === 'EXPRESS') {
    const problem = findExpressProblem(resource, isActivity);
    if (problem !== undefined) yield schemaError(`${location}/Resource`, problem);
  }
  const credentials = state.Credentials;
  if (!isJsonObject(credentials)) return;
  if (isActivity) {
    const message = "The field 'Credentials' is not supported for activities";
    yield schemaError(`${location}/Credentials`, message);
  } else if (credentials.RoleArn === undefined && credentials['RoleArn.$'] === undefined) {
    const message = "The field 'RoleArn' is required but was missing";
    yield schemaError(`${location}/Credentials`, message);
  }
}

/** The blank at the end of the second message is AWS's. */
function findExpressProblem(resource: string, isActivity: boolean): string | undefined {
  if (isActivity) return 'Express state machine does not support Activity ARN';
  if (/\.sync(:2)?$/.test(resource)) {
    return "Express state machine does not support '.sync' service integration";
  }
  return resource.endsWith('.waitForTaskToken')
    ? "Express state machine does not support '.waitForTaskToken' service integration "
    : undefined;
}
