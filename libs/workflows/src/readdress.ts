import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';

/** Fields of states, rules and machines that name the state to go to. */
const TARGETS: ReadonlySet<string> = new Set(['StartAt', 'Next', 'Default']);

/**
 * A definition in which everything that went to one state goes to another; names alone change.
 *
 * @param definition - of a whole machine; not modified
 */
export function readdress(definition: JsonObject, from: string, to: string): JsonObject {
  return Object.fromEntries(
    Object.entries(definition).map(([key, value]) => [
      key,
      TARGETS.has(key) && value === from ? to : readdressIn(value, from, to),
    ]),
  );
}

function readdressIn(value: Json, from: string, to: string): Json {
  if (Array.isArray(value)) return value.map((item) => readdressIn(item, from, to));
  return isJsonObject(value) ? readdress(value, from, to) : value;
}
