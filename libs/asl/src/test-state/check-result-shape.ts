import { isJsonObject, type Json } from '@pipelines/core';
import { parseTaskResource } from '../states/task-resource.ts';
import { RESULT_SHAPES, type Shape } from './result-shapes.ts';
import { TestStateError, type StateMock } from './test-state-request.ts';

/**
 * Compare a mocked result with what the service would answer.
 *
 * `STRICT`, the default, wants the required fields too; `PRESENT` looks at the fields that are
 * there; `NONE` at nothing. Fields that the service does not know are let through.
 *
 * @throws {TestStateError} for the first field that does not fit, in AWS's words
 */
export function checkResultShape(
  result: Json,
  resource: string,
  mode: StateMock['fieldValidationMode'] = 'STRICT',
): void {
  const shape = shapeOf(resource);
  if (shape && mode !== 'NONE') checkShape(result, shape, { name: 'result', mode });
}

/** By `.sync` and with a task token it is not the service's answer that the state takes. */
function shapeOf(arn: string): Shape | undefined {
  const target = parseTaskResource(arn);
  if (target.kind !== 'service' || target.pattern !== 'request') return undefined;
  const service = target.resourceType.replace('aws-sdk:', '');
  return RESULT_SHAPES[`${service}:${target.resource}`];
}

interface Place {
  readonly name: string;
  readonly mode: StateMock['fieldValidationMode'];
}

const ARTICLES = { array: 'an', object: 'an', string: 'a', number: 'a', boolean: 'a' } as const;

function checkShape(value: Json, shape: Shape, place: Place): void {
  if (shape.kind === 'any') return;
  if (typeOf(value) !== shape.kind) {
    throw mismatch(`Field '${place.name}' must be ${ARTICLES[shape.kind]} ${shape.kind}`);
  }
  if (shape.kind === 'array' && Array.isArray(value)) {
    for (const item of value) checkShape(item, shape.item, place);
  } else if (shape.kind === 'object' && isJsonObject(value)) {
    checkFields(value, shape, place);
  } else {
    checkRange(value, shape, place.name);
  }
}

function checkFields(
  value: { readonly [field: string]: Json },
  { fields, required = [] }: Extract<Shape, { kind: 'object' }>,
  { mode }: Place,
): void {
  const missing = required.find((field) => value[field] === undefined);
  if (missing !== undefined && mode === 'STRICT') {
    throw mismatch(`Required field '${missing}' is missing`);
  }
  for (const [name, item] of Object.entries(value)) {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape) checkShape(item, shape, { name, mode });
  }
}

function checkRange(value: Json, shape: Shape, name: string): void {
  if (shape.kind === 'number' && typeof value === 'number') {
    if (value < (shape.least ?? -Infinity)) {
      throw mismatch(`Field '${name}' is less than the minimum value`);
    }
    if (value > (shape.most ?? Infinity)) {
      throw mismatch(`Field '${name}' exceeds the maximum value`);
    }
  }
  if (shape.kind !== 'string' || typeof value !== 'string') return;
  if (value.length < (shape.minLength ?? 0)) {
    throw mismatch(`Field '${name}' is smaller than the minimum length`);
  }
  if (shape.values && !shape.values.includes(value)) {
    throw mismatch(`Field '${name}' is not an expected value`);
  }
}

function typeOf(value: Json): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

function mismatch(message: string): TestStateError {
  return new TestStateError(`Mock result schema validation error: ${message}`);
}
