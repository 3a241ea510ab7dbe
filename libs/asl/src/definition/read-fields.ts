import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';

/** The text at `field`; undefined when there is none. For documents that are already validated. */
export function textAt(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === 'string' ? value : undefined;
}

/** The number at `field`; in JSONata the text of an expression. */
export function numberAt(object: JsonObject, field: string): number | string | undefined {
  const value = object[field];
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}

/** The object at `field`. */
export function objectAt(object: JsonObject, field: string): JsonObject | undefined {
  const value = object[field];
  return isJsonObject(value) ? value : undefined;
}

/** The objects of the array at `field`; none when there is no array. */
export function objectsAt(object: JsonObject, field: string): readonly JsonObject[] {
  const value: Json | undefined = object[field];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The path at `field`: `'$'` when absent, null when it is null. */
export function pathAt(object: JsonObject, field: string): string | null {
  return object[field] === null ? null : (textAt(object, field) ?? '$');
}
