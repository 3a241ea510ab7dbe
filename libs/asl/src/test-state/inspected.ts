import { isJsonObject, type Json } from '@pipelines/core';

/** JSON as the inspection of TestState writes what it computed: with a blank behind `,` and `:`. */
export function inspected(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inspected).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${inspected(item)}`,
  );
  return `{${fields.join(', ')}}`;
}
