import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { ApiError, validationError } from './api-errors.ts';

/** Longer values are not repeated in an error: they may be an input, or a whole definition. */
const LONGEST_SHOWN = 4_096;

interface Length {
  readonly min?: number;
  readonly max: number;
}

/** Reads the members of a request, each with its type and constraint. Errors are those of AWS. */
export interface RequestMembers {
  text(name: string, length: Length): string;
  optionalText(name: string, length: Length): string | undefined;
  /** From 0 to `max`. */
  optionalInteger(name: string, max: number): number | undefined;
  /** From 0 to `max`, with its fraction. */
  optionalNumber(name: string, max: number): number | undefined;
  optionalFlag(name: string): boolean | undefined;
  optionalOneOf<T extends string>(name: string, values: readonly T[]): T | undefined;
  /** A structure, whose members the operation looks at. */
  optionalObject(name: string): JsonObject | undefined;
  /** @throws SerializationException for anything but a list */
  optionalList(name: string): readonly Json[] | undefined;
}

/**
 * Read a parsed request body.
 *
 * @throws {ApiError} ValidationException for a missing or unfit member, SerializationException for
 *   one of another type
 */
export function membersOf(body: JsonObject): RequestMembers {
  return {
    text(name, length) {
      const value = readText(body, name, length);
      if (value === undefined) throw validationError(name, 'null', 'Member must not be null');
      return value;
    },
    optionalText: (name, length) => readText(body, name, length),
    optionalInteger(name, max) {
      const value = readNumber(body, name, max);
      return value === undefined ? undefined : Math.trunc(value);
    },
    optionalNumber: (name, max) => readNumber(body, name, max),
    optionalFlag: (name) => typed(body, name, 'boolean'),
    optionalOneOf(name, values) {
      const value = typed(body, name, 'string');
      if (value === undefined) return undefined;
      const found = values.find((one) => one === value);
      if (found !== undefined) return found;
      const set = `Member must satisfy enum value set: [${values.join(', ')}]`;
      throw validationError(name, shown(value), set);
    },
    optionalObject(name) {
      const value = body[name] ?? undefined;
      if (value === undefined || isJsonObject(value)) return value;
      throw new ApiError('SerializationException', `'${name}' must be an object`);
    },
    optionalList(name) {
      const value = body[name] ?? undefined;
      if (value === undefined || Array.isArray(value)) return value;
      throw new ApiError('SerializationException', `'${name}' must be a list`);
    },
  };
}

function readText(body: JsonObject, name: string, { min = 0, max }: Length): string | undefined {
  const value = typed(body, name, 'string');
  if (value === undefined) return undefined;
  const refuse = (bound: string): never => {
    throw validationError(name, shown(value), `Member must have length ${bound}`);
  };
  if (value.length > max) return refuse(`less than or equal to ${max}`);
  if (value.length < min) return refuse(`greater than or equal to ${min}`);
  return value;
}

function readNumber(body: JsonObject, name: string, max: number): number | undefined {
  const value = typed(body, name, 'number');
  if (value === undefined) return undefined;
  const refuse = (bound: string): never => {
    throw validationError(name, `'${value}'`, `Member must have value ${bound}`);
  };
  if (value > max) return refuse(`less than or equal to ${max}`);
  if (value < 0) return refuse('greater than or equal to 0');
  return value;
}

interface TypeNames {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

function typed<Name extends keyof TypeNames>(
  body: JsonObject,
  name: string,
  type: Name,
): TypeNames[Name] | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === type) return value as TypeNames[Name];
  throw new ApiError('SerializationException', `'${name}' must be a ${type}`);
}

/** A value as an error shows it: whole, unless it is long. */
export function shown(value: string): string {
  return value.length > LONGEST_SHOWN ? `of ${value.length} characters` : `'${value}'`;
}
