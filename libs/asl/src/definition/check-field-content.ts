import { isJsonObject, type Json } from '@pipelines/core';
import { AslSyntaxError } from '../errors.ts';
import { isIntrinsic } from '../intrinsics/parse-intrinsic.ts';
import { isPath, parsePath } from '../paths/parse-path.ts';
import { isReferenceToken } from '../paths/write-reference-path.ts';
import { parseTimestamp } from '../timestamps/parse-timestamp.ts';
import { type Diagnostic, schemaError } from './diagnostic.ts';
import type { FieldContent, PathRootKind } from './state-fields.ts';

/**
 * Check what a field holds against its rule.
 *
 * @param location - of the field: `/States/Load/ResultPath`
 * @param isJsonata - a text `{% … %}` then stands for any content
 */
export function* checkFieldContent(
  value: Json,
  holds: FieldContent,
  location: string,
  isJsonata: boolean,
): Generator<Diagnostic> {
  if (isJsonata && isJsonataText(value)) return;
  if (holds.kind === 'template' || holds.kind === 'assign') {
    if (!isJsonata) yield* checkTemplate(value, location);
    return;
  }
  const problem = findProblem(value, holds);
  if (problem !== undefined) yield schemaError(location, problem);
}

function isJsonataText(value: Json): boolean {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}');
}

/** All contents but those that hold other fields. */
type PlainContent = Exclude<FieldContent, { kind: 'template' | 'assign' }>;

function findProblem(value: Json, holds: PlainContent): string | undefined {
  switch (holds.kind) {
    case 'any':
      return undefined;
    case 'text':
      return typeof value === 'string' ? undefined : 'Expected value of type String';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'Expected value of type Boolean';
    case 'object':
      return isJsonObject(value) ? undefined : 'Expected value of type Object';
    case 'array':
      return Array.isArray(value) ? undefined : 'Expected value of type Array';
    case 'number':
      return findNumberProblem(value, holds);
    case 'oneOf':
      return typeof value === 'string' && holds.values.includes(value)
        ? undefined
        : `Value should be one of the following: [${holds.values.join(', ')}]`;
    default:
      return findTextProblem(value, holds);
  }
}

function findNumberProblem(
  value: Json,
  { isInteger, least, most }: Extract<FieldContent, { kind: 'number' }>,
): string | undefined {
  if (typeof value !== 'number' || (isInteger && !Number.isInteger(value))) {
    return `Expected value of type ${isInteger ? 'Integer' : 'Float'}`;
  }
  const format = (bound: number): string => (isInteger ? String(bound) : bound.toFixed(1));
  if (value < least) return `Minimum value is ${format(least)}`;
  return value > most ? `Maximum value is ${format(most)}` : undefined;
}

/** The contents that are texts in a grammar of their own. */
type TextContent = Exclude<
  FieldContent,
  {
    kind:
      'any' | 'text' | 'boolean' | 'object' | 'array' | 'number' | 'oneOf' | 'template' | 'assign';
  }
>;

function findTextProblem(value: Json, holds: TextContent): string | undefined {
  if (value === null && 'isNullable' in holds && holds.isNullable) return undefined;
  if (typeof value !== 'string') return 'Expected value of type String';
  switch (holds.kind) {
    case 'path':
      return isPath(value) ? undefined : 'Value must be a valid JSONPath.';
    case 'expression':
      return isPath(value) || isIntrinsic(value) ? undefined : 'Value must be a valid JSONPath.';
    case 'referencePath':
      return findReferencePathProblem(value, holds.roots);
    case 'timestamp':
      return parseTimestamp(value) === undefined
        ? 'String does not match RFC3339 timestamp'
        : undefined;
    case 'resource':
      return value.startsWith('arn:') ? undefined : 'Value is not a valid resource ARN';
  }
}

/** Why a text is no Reference Path from one of `roots`, in AWS's words; undefined when it is one. */
export function findReferencePathProblem(
  text: string,
  roots: readonly PathRootKind[],
): string | undefined {
  if (!text.startsWith('$')) {
    return "Value is not a Reference Path: Reference path didn't start with '$'";
  }
  try {
    const { root, tokens } = parsePath(text);
    const isReference = roots.includes(root.kind) && tokens.every(isReferenceToken);
    return isReference ? undefined : 'Value is not a Reference Path';
  } catch (error) {
    if (error instanceof AslSyntaxError) return 'Value must be a valid JSONPath.';
    throw error;
  }
}

/** Each `"key.$"` at any depth must hold a path or a call. */
function* checkTemplate(template: Json, location: string): Generator<Diagnostic> {
  if (template === null || typeof template !== 'object') return;
  for (const [key, value] of Object.entries(template)) {
    if (!Array.isArray(template) && key.endsWith('.$')) {
      if (typeof value === 'string' && (isPath(value) || isIntrinsic(value))) continue;
      yield schemaError(
        location,
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
      );
    } else {
      const place = Array.isArray(template) ? `${location}[${key}]` : `${location}/${key}`;
      yield* checkTemplate(value, place);
    }
  }
}
