import { isJsonObject, type Json } from '@pipelines/core';
import type { State } from '../definition/state-machine.ts';
import { parseTaskResource } from '../states/task-resource.ts';
import { checkResultShape } from './check-result-shape.ts';
import { TestStateError, type TestStateRequest } from './test-state-request.ts';

const MOCKABLE: ReadonlySet<string> = new Set(['Task', 'Map', 'Parallel']);

/**
 * Refuse what TestState refuses about mock, role and configuration, in its words.
 *
 * @returns the mocked result, if there is one
 * @throws {TestStateError} for the first finding
 * Source: API reference, TestState, and recorded calls
 */
export function checkRequest(request: TestStateRequest, state: State): Json | undefined {
  const { mock } = request;
  if (!mock) {
    checkWithoutMock(request, state);
    return undefined;
  }
  if (request.revealSecrets) {
    throw new TestStateError('TestState does not support RevealSecrets when a mock is specified.');
  }
  if (mock.result !== undefined && mock.errorOutput !== undefined) {
    throw new TestStateError(
      'A test mock should have only one of the following fields: [result, errorOutput].',
    );
  }
  if (!MOCKABLE.has(state.type)) {
    throw new TestStateError(
      `State type '${state.type}' is not supported when a mock is specified`,
    );
  }
  return mock.result === undefined ? undefined : mockedResult(request, state, mock.result);
}

function checkWithoutMock({ roleArn }: TestStateRequest, state: State): void {
  if (state.type === 'Map' || state.type === 'Parallel') {
    throw new TestStateError(
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
      'InvalidDefinition',
    );
  }
  if (state.type === 'Task' && roleArn === undefined) {
    throw new TestStateError('RoleArn must be specified when testing a Task state');
  }
}

function mockedResult(request: TestStateRequest, state: State, text: string): Json {
  const result = parseJson(text, 'Mocked result must be valid JSON');
  const isWriter = state.type === 'Map' && state.resultWriter !== undefined;
  if (isWriter && !isJsonObject(result)) {
    throw new TestStateError('Mocked result must be a JSON object.');
  }
  if (!isWriter && state.type !== 'Task' && !Array.isArray(result)) {
    throw new TestStateError('Mocked result must be an array.');
  }
  if (state.type === 'Task') {
    checkResultShape(result, state.resource, request.mock?.fieldValidationMode);
  }
  const failures = request.stateConfiguration?.mapIterationFailureCount ?? 0;
  if (Array.isArray(result) && failures > result.length) {
    throw new TestStateError(
      'Map iteration failure count must be less than or equal to the number of Map iterations',
    );
  }
  return result;
}

/** @throws {TestStateError} with `message` when the text is no JSON */
export function parseJson(text: string, message: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new TestStateError(message);
  }
}

/** What a context may hold: the type of each field, or its fields. */
type ContextShape = 'any' | 'string' | 'number' | { readonly [field: string]: ContextShape };

const CONTEXT_SHAPE: ContextShape = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

/**
 * Refuse a context object that a state could not have.
 *
 * @throws {TestStateError} for the first field that does not fit
 */
export function checkContext(context: Json, state: State): void {
  if (!isJsonObject(context)) throw invalidContext('it must be a JSON object');
  if (context.Map !== undefined) {
    throw invalidContext("'Map' field is not supported when mocking a Context object");
  }
  if (context.Task !== undefined && !hasToken(state)) {
    throw invalidContext(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  checkShape(context, CONTEXT_SHAPE, '');
}

function checkShape(value: Json, shape: ContextShape, path: string): void {
  if (shape === 'any') return;
  if (typeof shape === 'string') {
    if (typeof value !== shape) throw invalidContext(`${path} must be a ${shape}`);
    return;
  }
  if (!isJsonObject(value)) throw invalidContext(`${path} must be an object`);
  for (const [field, inner] of Object.entries(value)) {
    const wanted = Object.hasOwn(shape, field) ? shape[field] : undefined;
    if (wanted === undefined) throw invalidContext(`Field '${field}' is not allowed`);
    checkShape(inner, wanted, path === '' ? field : `${path}.${field}`);
  }
}

function hasToken(state: State): boolean {
  if (state.type !== 'Task') return false;
  const target = parseTaskResource(state.resource);
  return target.kind === 'service' && target.pattern !== 'request';
}

function invalidContext(message: string): TestStateError {
  return new TestStateError(`Invalid Context object provided: ${message}`);
}
