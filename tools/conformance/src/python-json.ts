import { isJsonObject, type Json } from '@pipelines/core';

/**
 * JSON text as Python's `json.dumps` writes it: a space after each `,` and `:`, non-ASCII escaped.
 *
 * The inputs of the recordings were sent that way, and Step Functions keeps a caller's text.
 */
export function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (isJsonObject(value)) {
    const fields = Object.entries(value).map(([key, item]) => `${ascii(key)}: ${pythonJson(item)}`);
    return `{${fields.join(', ')}}`;
  }
  return typeof value === 'string' ? ascii(value) : JSON.stringify(value);
}

function ascii(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
